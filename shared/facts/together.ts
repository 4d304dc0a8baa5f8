/**
 * Facts that one write tells lie in one item, since every item of a transaction costs two units: the first as it is, the others under `more`,
 * without what they have from the first. What happens to an agent or a ticket with a contact lies beside the contact's facts; each contact
 * has items of its own, by which its timeline is read.
 */
import type { Item, Write } from '../database/database.ts';
import { type Fact, type FactData, type FactType, makeFact, parseFact } from './facts.ts';

type FactPut = Extract<Write, { put: unknown }>;
/** A fact that lies with another. Without `at`: when the first happened. */
type Further = Pick<Fact, 'type' | 'subjectId' | 'seq' | 'data'> & { at?: Fact['at'] };

const isFact = (write: Write): write is FactPut => 'put' in write && write.table !== 'settings' && write.put.sk.startsWith('FACT#');

function further({ put: { type, subjectId, seq, data, at } }: FactPut, first: Item): Item {
  return { type, subjectId, seq, data, ...(at === first['at'] ? {} : { at }) };
}

function withMore(first: FactPut, others: readonly FactPut[]): FactPut {
  if (others.length === 0) return first;
  return { ...first, put: { ...first.put, more: others.map((other) => further(other, first.put)) } };
}

/** Pure: the same writes with few items of facts: one for each contact, and for each other subject only where there is no contact's. */
export function together(writes: readonly Write[]): Write[] {
  const facts = writes.filter(isFact);
  if (facts.length < 2) return [...writes];
  const host = facts.find(({ table }) => table === 'contacts');
  const placeOf = (fact: FactPut) => (fact.table === 'contacts' ? fact.put.pk : (host ?? fact).put.pk);
  const items = new Map<string, FactPut[]>();
  // The contact's own come first, so that they give the item its key.
  for (const fact of facts.toSorted((a, b) => Number(b.table === 'contacts') - Number(a.table === 'contacts')))
    items.set(placeOf(fact), [...(items.get(placeOf(fact)) ?? []), fact]);
  const whole = [...items.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [withMore(first, others)]));
  return [...writes.filter((write) => !isFact(write)), ...whole];
}

/** The facts that an item holds, as they were told and in that order; what an item of ours holds is believed. */
export function toldIn({ pk: _pk, sk: _sk, more, ...item }: Item): Fact[] {
  const first = item as Fact;
  const others = (more ?? []) as Further[];
  return [
    first,
    ...others.map(({ type, subjectId, seq, at = first.at, data }) =>
      makeFact<FactType>(type, subjectId, seq, at, data as FactData<FactType>),
    ),
  ];
}

/** The same, parsed. Throws a ZodError when one of them is none of ours. */
export const factsIn = (item: Item): Fact[] => toldIn(item).map(parseFact);
