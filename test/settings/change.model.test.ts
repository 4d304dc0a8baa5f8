import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hooks } from '../../local/services/dynamodb/dynamodb.ts';
import { kinds } from '../../shared/settings/kinds.ts';
import { readHistory } from '../../shared/settings/history.ts';
import { readSnapshot } from '../../shared/settings/snapshot.ts';
import { undoChange } from '../../shared/settings/change.ts';
import { settingKinds, type SettingKind } from '../../shared/settings/words.ts';
import { anna, around, bela, change, now, openOffice, settingFacts } from './office.ts';

/** What an administrator does next; they look first, and so know a version that may be old when they act. */
const act = fc.oneof(
  fc.record({ what: fc.constant('skill' as const), id: fc.constantFrom('cs', 'hu'), go: fc.boolean() }),
  fc.record({ what: fc.constant('step' as const), id: fc.constantFrom('cs', 'hu') }),
  fc.record({ what: fc.constant('no steps' as const) }),
  fc.record({
    what: fc.constant('undo' as const),
    kind: fc.constantFrom('queue' as const, 'skill' as const),
    id: fc.constantFrom('cs', 'hu'),
  }),
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

class Crash extends Error {}

async function doIt(office: Awaited<ReturnType<typeof openOffice>>, who: typeof anna, one: Act): Promise<void> {
  const seen = async (kind: SettingKind, id: string) => (await now(office, kind, id))?.version ?? 0;
  if (one.what === 'skill')
    await change(office, 'skill', one.id, one.go ? undefined : { name: who.name }, await seen('skill', one.id), who);
  else if (one.what === 'undo') {
    const id = one.kind === 'queue' ? 'service' : one.id;
    const [latest] = await readHistory(office.world.db, one.kind, id, 1);
    if (latest !== undefined) await undoChange(office.world, around, who, { kind: one.kind, id, version: latest.version });
  } else {
    const queue = await now(office, 'queue', 'service');
    const steps = one.what === 'step' ? [{ skills: [{ skillId: one.id, level: 2 }] }] : [];
    await change(office, 'queue', 'service', { ...queue?.item, steps }, queue?.version ?? 0, who);
  }
}

test('two administrators at once, who may crash before or after any write, leave settings whose references exist and whose history is whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 6 }),
      fc.array(act, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat(8)),
      fc.infiniteStream(fc.nat(30)),
      async (first, second, order, fate) => {
        let quiet = true;
        const turn = async (operation: string, when: number) => {
          if (quiet) return;
          for (let n = order.next().value ?? 0; n > 0; n--) await new Promise((resolve) => setImmediate(resolve));
          if (operation === 'TransactWriteItems' && fate.next().value === when) throw new Crash();
        };
        const hooks: Hooks = { before: ({ name }) => turn(name, 0), after: ({ name }) => turn(name, 1) };
        const office = await openOffice({ hooks });
        for (const id of ['cs', 'hu']) await change(office, 'skill', id, { name: id }, 0);
        quiet = false;
        const run = async (who: typeof anna, acts: Act[]) => {
          for (const one of acts) await doIt(office, who, one).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
        };
        await Promise.all([run(anna, first), run(bela, second)]);
        quiet = true;
        const { snapshot } = await readSnapshot(office.world.db);
        for (const kind of settingKinds)
          for (const { id, item } of snapshot.get(kind)?.values() ?? [])
            for (const to of kinds[kind].references(item, id))
              if (to.kind !== 'flow')
                expect(snapshot.get(to.kind as SettingKind)?.has(to.id), `${kind} ${id} → ${to.kind} ${to.id}`).toBe(true);
        for (const [kind, id] of [
          ['queue', 'service'],
          ['skill', 'cs'],
          ['skill', 'hu'],
        ] as const) {
          const history = (await readHistory(office.world.db, kind, id)).toReversed();
          const facts = await settingFacts(office, kind, id);
          expect(facts.map(({ seq }) => seq)).toEqual(history.map(({ version }) => version));
          for (const [i, one] of history.entries()) {
            expect(one.version).toBe((history[0]?.version ?? 0) + i);
            if (i > 0) expect(one.before).toEqual(history[i - 1]?.after);
          }
          const last = history.at(-1);
          if (last !== undefined) expect((await now(office, kind, id))?.item).toEqual(last.after);
        }
      },
    ),
    { numRuns: 20 },
  );
});
