/** Settings from a file: judged as a whole before anything is written, and written as all changes are. */
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../problem.ts';
import { settle } from '../routing/settle.ts';
import { type AroundSources, readAround } from './around.ts';
import { type By, changeWrites, type Settling } from './change.ts';
import { fileKinds } from './file.ts';
import { judge, type Judged, type Wanted } from './judge.ts';
import { kinds } from './kinds.ts';
import { readSnapshot } from './snapshot.ts';
import type { SettingKind } from './words.ts';

/** What is referred to comes before what refers; removals go the other way. */
const order: readonly SettingKind[] = ['skill', 'calendar', 'hours', 'queue', 'profile', 'topic', 'number', 'calling', 'reasons'];
/** A transaction takes a hundred writes, a change four of them. */
const atOnce = 20;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const place = ({ kind, item }: Wanted): number => (item === undefined ? 2 * order.length - order.indexOf(kind) : order.indexOf(kind));

/** What an import would change, in the order in which it is written. With `remove`, settings that the file does not have go. */
export async function planImport(
  { db }: Pick<Settling, 'db'>,
  sources: AroundSources,
  wanted: readonly Wanted[],
  remove: boolean,
): Promise<{ revision: number; changes: Judged[] } | { refused: Problem[] }> {
  const { revision, snapshot } = await readSnapshot(db);
  const named = new Set(wanted.map(({ kind, id }) => `${kind}/${id}`));
  const rest = fileKinds.flatMap((kind) =>
    [...(snapshot.get(kind)?.keys() ?? [])].filter((id) => !named.has(`${kind}/${id}`)).map((id): Wanted => ({ kind, id })),
  );
  const all = [...wanted, ...(remove ? rest.filter(({ kind, id }) => kinds[kind].only === undefined && !(id in kinds[kind].shipped)) : [])];
  const judged = judge(snapshot, all, await readAround(db, sources, all));
  if ('refused' in judged) return judged;
  const changes = judged.changes.filter(
    ({ item, before }) => item === undefined || !isDeepStrictEqual(plain(item), plain(before?.item ?? null)),
  );
  return { revision, changes: changes.sort((a, b) => place(a) - place(b)) };
}

/** Imports; again from the reading when somebody changes settings meanwhile. Returns how many settings are other now. */
export async function importSettings(
  world: Settling,
  sources: AroundSources,
  by: By,
  wanted: readonly Wanted[],
  remove: boolean,
): Promise<{ changed: number } | { refused: Problem[] }> {
  let changed = 0;
  for (;;) {
    const outcome = await settle<{ some: number; left: number } | { refused: Problem[] }>(world, async () => {
      const plan = await planImport(world, sources, wanted, remove);
      if ('refused' in plan) return { stop: plan };
      const some = plan.changes.slice(0, atOnce);
      if (some.length === 0) return { stop: { some: 0, left: 0 } };
      const { writes } = await changeWrites(world, plan.revision, some, by);
      return { write: writes, then: { some: some.length, left: plan.changes.length - some.length } };
    });
    if ('refused' in outcome) return outcome;
    changed += outcome.some;
    if (outcome.left === 0) return { changed };
  }
}
