/** All settings as they are at one moment. */
import type { Database, Item } from '../database/database.ts';
import { Instant } from '../ids.ts';
import { settingKeys } from '../queues/queue.ts';
import type { SettingView } from '../wire/settings.ts';
import { z } from 'zod';
import { kinds } from './kinds.ts';
import { type SettingKind, settingKinds } from './words.ts';

/** A setting as it is stored: its item beside who changed it last. */
export interface Stored {
  id: string;
  item: Item;
  /** 1 for what was written before versions were, or beside this mechanism; 0 for what is shipped and nobody has changed. */
  version: number;
  changedAt?: Instant | undefined;
  changedBy?: string | undefined;
}
export type Snapshot = ReadonlyMap<SettingKind, ReadonlyMap<string, Stored>>;

const Mark = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  version: z.number().int().positive().default(1),
  changedAt: Instant.optional(),
  changedBy: z.string().optional(),
});

/** Tells the setting from what stands beside it in its row. */
export function storedOf(row: Item): Stored {
  const { pk: _pk, sk, version, changedAt, changedBy, ...item } = Mark.parse(row);
  return { id: sk, item, version, changedAt, changedBy };
}

export async function readKind(db: Database, kind: SettingKind): Promise<Map<string, Stored>> {
  const rows = await db.query({ table: 'settings', pk: kinds[kind].key('').pk });
  const shipped = Object.entries(kinds[kind].shipped).map(([id, item]): Stored => ({ id, item, version: 0 }));
  return new Map([...shipped, ...rows.map(storedOf)].map((one) => [one.id, one]));
}

/** The number that every change of a setting moves on; 0 before the first. */
export async function readRevision(db: Database): Promise<number> {
  const row = await db.get('settings', settingKeys.revision);
  return row === undefined ? 0 : z.number().parse(row['revision']);
}

/** The revision first: what is written on condition of it was decided on nothing older than these. */
export async function readSnapshot(db: Database): Promise<{ revision: number; snapshot: Snapshot }> {
  const revision = await readRevision(db);
  const read = await Promise.all(settingKinds.map(async (kind) => [kind, await readKind(db, kind)] as const));
  return { revision, snapshot: new Map(read) };
}

export function viewSetting(kind: SettingKind, { id, item, version, changedAt, changedBy }: Stored): SettingView {
  return {
    kind,
    id,
    item,
    version,
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(changedBy === undefined ? {} : { changedBy }),
  };
}
