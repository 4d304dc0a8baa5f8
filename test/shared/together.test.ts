import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { contactKeys } from '../../shared/contacts/contact.ts';
import type { Item, Write } from '../../shared/database/database.ts';
import { type Fact, type FactData, facts, type FactType, factTypes, makeFact, parseFact } from '../../shared/facts/facts.ts';
import { factsIn, together } from '../../shared/facts/together.ts';
import { type ContactId, instant } from '../../shared/ids.ts';

const at = instant(0);
/** Values of which some fit any field of a fact: few, so that facts and items often say the same. */
const pool: unknown[] = [
  ...['c1', 'c2', 'anna', 'bela', 'technical', 'solved', 't1', '+36301234567', 'call', 'voice', 'p1', at, instant(9_000)],
  ...[1, 2, true, false, {}, ['name'], { dsl: 3 }],
];

/** Every value of the pool, or of its words, that the field may have. */
function valuesOf(field: z.ZodType): unknown[] {
  const inner = 'unwrap' in field ? (field as z.ZodOptional<z.ZodType>).unwrap() : field;
  const words = 'options' in inner && Array.isArray(inner.options) ? (inner.options as unknown[]) : [];
  return [...pool, ...words].filter((value) => value !== undefined && field.safeParse(value).success);
}

function dataOf(type: FactType): fc.Arbitrary<Item> {
  const shape: Record<string, z.ZodType> = facts[type].data.shape;
  const fields = Object.entries(shape).map(([name, field]) => [name, fc.constantFrom(...valuesOf(field))] as const);
  const must = Object.keys(shape).filter((name) => shape[name]?.safeParse(undefined).success === false);
  return fc.record(Object.fromEntries(fields), { requiredKeys: must });
}

const told = fc.constantFrom(...factTypes.filter((type) => facts[type].subject !== 'setting')).chain((type) =>
  fc.record({
    type: fc.constant(type),
    subjectId: fc.constantFrom('c1', 'c2', 'anna', 'bela', 't1'),
    at: fc.constantFrom(at, instant(9_000)),
    data: dataOf(type),
  }),
);

function factWrite({ type, subjectId, at, data }: { type: FactType; subjectId: string; at: string; data: Item }, i: number) {
  const fact = makeFact<FactType>(type, subjectId, i + 1, at, parseFact(makeFact(type, subjectId, 1, at, data as FactData<FactType>)).data);
  const { subject } = fact;
  const pk = `${subject.toUpperCase()}#${subjectId}`;
  const table = subject === 'contact' ? 'contacts' : 'routing';
  return { fact, write: { table, put: { pk, sk: `FACT#${i + 1}`, ...fact } } satisfies Write };
}

const contactId = 'c1' as ContactId;
/** An offer or share as it stands, of which an update names a few fields only. */
const host = fc.record({
  item: fc.record({
    key: fc.constantFrom(contactKeys.offer(contactId, 1), contactKeys.interaction(contactId, 2)),
    rest: fc.record(
      {
        agentId: fc.constantFrom('anna', 'bela'),
        queueId: fc.constant('technical'),
        deadlineAt: fc.constant(at),
        reason: fc.constant('call'),
      },
      { requiredKeys: ['agentId', 'queueId'] },
    ),
    late: fc.record({ disposition: fc.constant('solved'), ticketId: fc.constant('t1') }, { requiredKeys: [] }),
  }),
  how: fc.constantFrom('put', 'update', 'none'),
});

test('facts that lie in an offer, a share or with others are read as they were told', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 6 }), host, (all, { item, how }) => {
      const known = all.map(factWrite);
      const { key, rest, late } = item;
      const n = Number(key.sk.split('#')[1]);
      const stands: Item = { ...key, contactId, n, ...rest };
      const write: Write[] =
        how === 'none' ? [] : [{ table: 'contacts', ...(how === 'put' ? { put: { ...key, ...stands } } : { update: key, set: late }) }];
      const written = together([...write, ...known.map((one) => one.write)]);
      const items = written.flatMap((one): Item[] => {
        if ('put' in one) return [{ ...one.put }];
        return 'update' in one ? [{ ...stands, ...one.update, ...one.set }] : [];
      });
      const inOrder = (some: Fact[]) => some.toSorted((one, other) => one.seq - other.seq);
      expect(inOrder(items.flatMap((one) => factsIn(one)))).toEqual(known.map(({ fact }) => fact));
    }),
    { numRuns: 300 },
  );
});

test('a fact does not repeat its offer', () => {
  const key = contactKeys.offer(contactId, 1);
  const offer = { ...key, contactId, n: 1, agentId: 'anna', queueId: 'technical', deadlineAt: at, reason: 'The first.' };
  const { agentId, n, queueId, deadlineAt, reason } = offer;
  const tells = [
    { type: 'ContactOffered' as const, subjectId: 'c1', at, data: { n, agentId, queueId, deadlineAt, reason } },
    { type: 'AgentStateChanged' as const, subjectId: 'anna', at, data: { state: 'offered', contactId } },
  ].map(factWrite);
  const [written] = together([{ table: 'contacts', put: offer }, ...tells.map(({ write }) => write)]);
  const told1 = {
    type: 'ContactOffered',
    at,
    data: {},
    more: [{ type: 'AgentStateChanged', data: { state: 'offered' }, here: true, seq: 2 }],
  };
  expect(written).toMatchObject({ put: { told1 } });
  expect(written !== undefined && 'put' in written ? factsIn(written.put) : []).toEqual(tells.map(({ fact }) => fact));
});
