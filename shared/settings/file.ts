/** Pure: all settings as one file that people compare and review, and back. Notices are of the moment and not in it. */
import { z } from 'zod';
import type { Item } from '../database/database.ts';
import type { Wanted } from './judge.ts';
import { kinds } from './kinds.ts';
import type { Snapshot, Stored } from './snapshot.ts';
import { type SettingKind, settingKinds } from './words.ts';

export const fileKinds = settingKinds.filter((kind) => kind !== 'notice');

/** In the order of the schema, and without what its place in the file says already. An item of an older shape is written as it is. */
function entryOf(kind: SettingKind, { item }: Stored): Item {
  const { schema, idField } = kinds[kind];
  const parsed = schema.safeParse(item);
  const { schemaVersion: _version, ...fields }: Item = parsed.success ? parsed.data : item;
  if (idField !== undefined) delete fields[idField];
  return fields;
}

/** The same settings give the same text: kinds and fields in their order, ids by the alphabet. */
export function toFile(snapshot: Snapshot): string {
  const all = fileKinds.map((kind) => {
    const stored = [...(snapshot.get(kind)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
    return [kind, Object.fromEntries(stored.map((one) => [one.id, entryOf(kind, one)]))] as const;
  });
  return `${JSON.stringify({ linehall: 1, ...Object.fromEntries(all) }, undefined, 2)}\n`;
}

const FileShape = z.strictObject({
  linehall: z.literal(1),
  ...Object.fromEntries(fileKinds.map((kind) => [kind, z.record(z.string(), z.looseObject({})).optional()])),
});

/** What a file wants, or why it is none, in a sentence. */
export function fromFile(text: string): { wanted: Required<Wanted>[] } | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { wrong: `It is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = FileShape.safeParse(value);
  if (!parsed.success) return { wrong: `It is no file of settings: ${z.prettifyError(parsed.error)}` };
  const file = parsed.data as Partial<Record<SettingKind, Record<string, Item>>>;
  return { wanted: fileKinds.flatMap((kind) => Object.entries(file[kind] ?? {}).map(([id, item]) => ({ kind, id, item }))) };
}
