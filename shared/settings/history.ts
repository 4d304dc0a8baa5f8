/** What became of a setting, change by change. */
import type { Database, Key } from '../database/database.ts';
import { SettingChange } from '../wire/settings.ts';
import type { SettingKind } from './words.ts';

/** So many changes of each setting are kept. */
export const historyKept = 100;

const partition = (kind: SettingKind, id: string): string => `HISTORY#${kind}/${id}`;

export const historyKey = (kind: SettingKind, id: string, version: number): Key => ({
  pk: partition(kind, id),
  sk: String(version).padStart(9, '0'),
});

export const settingFactKey = (kind: SettingKind, id: string, version: number): Key => ({
  pk: `SETTING#${kind}/${id}`,
  sk: `FACT#${String(version).padStart(6, '0')}`,
});

/** The latest changes, newest first. */
export async function readHistory(db: Database, kind: SettingKind, id: string, limit: number = historyKept): Promise<SettingChange[]> {
  const rows = await db.query({ table: 'settings', pk: partition(kind, id), newestFirst: true, limit });
  return rows.map((row) => SettingChange.parse(row));
}
