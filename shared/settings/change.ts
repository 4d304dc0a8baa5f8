/**
 * Changes of settings. Each is one transaction: the setting on condition of the version that was seen, what it was and became, and the fact. All
 * changes move one revision on, so they come one after the other, and what a setting refers to can not go in the same moment.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Item, Write } from '../database/database.ts';
import { makeFact } from '../facts/facts.ts';
import { instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { settingKeys } from '../queues/queue.ts';
import { settle } from '../routing/settle.ts';
import type { SettingView } from '../wire/settings.ts';
import type { World } from '../world.ts';
import { type AroundSources, readAround } from './around.ts';
import { historyKept, historyKey, readHistory, settingFactKey } from './history.ts';
import { called, judge, type Judged, type Wanted } from './judge.ts';
import { kinds } from './kinds.ts';
import { readSnapshot, type Stored, viewSetting } from './snapshot.ts';
import type { SettingKind } from './words.ts';

/** Who changes: their id goes into the fact, their name into the history. */
export interface By {
  id: string;
  name: string;
}
export type Settling = Pick<World, 'db' | 'now' | 'chance' | 'pause'>;
/** `setting` is absent after a removal; `version` is that of the change. */
export type Changed = { setting?: SettingView; version: number } | { refused: Problem };

export const noSuchSetting = (kind: SettingKind, id: string): Problem => ({
  code: 'no-such-setting',
  sentence: `${called(kind, id)} does not exist.`,
  remedy: 'Somebody may have removed it. Load the page again.',
  status: 404,
});

const changedMeanwhile = (kind: SettingKind, id: string, now: Stored | undefined): Problem => ({
  code: 'changed-meanwhile',
  sentence:
    now === undefined
      ? `${called(kind, id)} has been removed meanwhile.`
      : `${called(kind, id)} has been changed meanwhile${now.changedBy === undefined ? '' : ` by ${now.changedBy}`}.`,
  remedy: 'See what it is now, and make your change again if it is still right.',
  status: 409,
});

const fieldsThatDiffer = (before: Item = {}, after: Item = {}): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !isDeepStrictEqual(before[name], after[name])).sort();

/** The row stands as it was read: an old one without a version counts as the first. */
function unchanged(before: Stored | undefined): { if: string; names?: Record<string, string>; values?: Item } {
  if (before === undefined || before.version === 0) return { if: 'attribute_not_exists(pk)' };
  const names = { '#version': 'version' };
  if (before.version === 1)
    return { if: '#version = :v OR (attribute_exists(pk) AND attribute_not_exists(#version))', names, values: { ':v': 1 } };
  return { if: '#version = :v', names, values: { ':v': before.version } };
}

/** One change as writes; `last` is the version of the latest change in the history. */
function writesOf({ kind, id, item, before }: Judged, version: number, by: By, nowMs: number): Write[] {
  const table = 'settings' as const;
  const at = instant(nowMs);
  const key = kinds[kind].key(id);
  const guard = unchanged(before);
  const change = before === undefined ? 'made' : item === undefined ? 'removed' : 'changed';
  const data = { kind, id, change, fields: fieldsThatDiffer(before?.item, item), by: by.id } as const;
  return [
    item === undefined
      ? { table, delete: key, ...guard }
      : { table, put: { ...item, ...key, version, changedAt: at, changedBy: by.name }, ...guard },
    {
      table,
      put: { ...historyKey(kind, id, version), schemaVersion: 1, version, at, by: by.name, before: before?.item, after: item },
      if: 'attribute_not_exists(pk)',
    },
    {
      table,
      put: { ...settingFactKey(kind, id, version), ...makeFact('SettingChanged', `${kind}/${id}`, version, at, data) },
      if: 'attribute_not_exists(pk)',
    },
    ...(version > historyKept ? [{ table, delete: historyKey(kind, id, version - historyKept) }] : []),
  ];
}

export const revisionWrite = (revision: number): Write => ({
  table: 'settings',
  put: { ...settingKeys.revision, schemaVersion: 1, revision: revision + 1 },
  ...(revision === 0
    ? { if: 'attribute_not_exists(pk)' }
    : { if: '#revision = :revision', names: { '#revision': 'revision' }, values: { ':revision': revision } }),
});

/**
 * Judged changes as one transaction's writes, each with the version that it makes. A setting that comes again, or is written
 * beside this mechanism, goes on counting where its history ends.
 */
export async function changeWrites(
  { db, now }: Settling,
  revision: number,
  changes: readonly Judged[],
  by: By,
): Promise<{ writes: Write[]; versions: number[] }> {
  const versions = await Promise.all(
    changes.map(async ({ kind, id, before }) => Math.max(before?.version ?? 0, (await readHistory(db, kind, id, 1))[0]?.version ?? 0) + 1),
  );
  const writes = changes.flatMap((one, i) => writesOf(one, versions[i] ?? 1, by, now()));
  return { writes: [revisionWrite(revision), ...writes], versions };
}

/** Does the change still fit what is there? A change that has been made already, by a request that is repeated, does. */
function fits({ kind, id, item }: Wanted, seen: number, now: Stored | undefined): Problem | undefined {
  if ((now?.version ?? 0) === seen) return now === undefined && item === undefined ? noSuchSetting(kind, id) : undefined;
  return changedMeanwhile(kind, id, now);
}

/** Decides on one change, from the snapshot to the writes. */
async function decide(world: Settling, sources: AroundSources, by: By, wanted: Wanted, seen: number) {
  const { revision, snapshot } = await readSnapshot(world.db);
  const now = snapshot.get(wanted.kind)?.get(wanted.id);
  const judged = judge(snapshot, [wanted], await readAround(world.db, sources, [wanted]));
  // Word for word what is there: a repeat, or nothing to do.
  const [only] = 'changes' in judged ? judged.changes : [];
  if (only?.item !== undefined && now !== undefined && isDeepStrictEqual(plain(only.item), plain(now.item)))
    return { stop: { setting: viewSetting(wanted.kind, now), version: now.version } };
  const misfit = fits(wanted, seen, now);
  if (misfit !== undefined) return { stop: { refused: misfit } };
  if ('refused' in judged) return { stop: { refused: judged.refused[0] ?? noSuchSetting(wanted.kind, wanted.id) } };
  const { writes, versions } = await changeWrites(world, revision, judged.changes, by);
  const version = versions[0] ?? 1;
  if (only?.item === undefined) return { write: writes, then: { version } };
  const stored = { id: wanted.id, item: only.item, version, changedAt: instant(world.now()), changedBy: by.name };
  return { write: writes, then: { setting: viewSetting(wanted.kind, stored), version } };
}

/** As the table would give it back: without what is undefined. */
const plain = (item: Item): unknown => JSON.parse(JSON.stringify(item));

/** Makes, changes or (without an item) removes a setting. `seen` is the version that the person saw; 0 when there was none. */
export function changeSetting(world: Settling, sources: AroundSources, by: By, wanted: Wanted, seen: number): Promise<Changed> {
  return settle<Changed>(world, () => decide(world, sources, by, wanted, seen));
}

/** Takes the latest change back, by a change to what was before. `version` is that of the change, which must be the latest. */
export async function undoChange(
  world: Settling,
  sources: AroundSources,
  by: By,
  { kind, id, version }: { kind: SettingKind; id: string; version: number },
): Promise<Changed> {
  const [latest] = await readHistory(world.db, kind, id, 1);
  if (latest === undefined) return { refused: noSuchSetting(kind, id) };
  if (latest.version !== version) return { refused: { ...changedMeanwhile(kind, id, { id, item: {}, version, changedBy: latest.by }) } };
  return changeSetting(world, sources, by, { kind, id, item: latest.before }, latest.after === undefined ? 0 : version);
}
