import type { Database } from '../../database/database.ts';
import { SettingChange } from '../../wire/settings.ts';
import { type Language, languages } from '../language.ts';
import { editHistoryKey, editKey, StoredEdit } from './edit.ts';

/** What the company changed of a prompt; undefined when nothing. */
export async function readEdit(db: Database, language: Language, name: string): Promise<StoredEdit | undefined> {
  const item = await db.get('settings', editKey(language, name));
  return item === undefined ? undefined : StoredEdit.parse(item);
}

export async function listEdits(db: Database, language: Language): Promise<StoredEdit[]> {
  const items = await db.query({ table: 'settings', pk: editKey(language, '').pk });
  return items.map((item) => StoredEdit.parse(item));
}

/** The company's own words of a prompt, for a flow that says it with variables. */
export async function readWords(db: Database, language: string, name: string): Promise<string | undefined> {
  const known = languages.find((one) => one === language);
  return known === undefined ? undefined : (await readEdit(db, known, name))?.text;
}

/** The latest changes of a prompt, newest first. */
export async function readEditHistory(db: Database, language: Language, name: string, limit = 100): Promise<SettingChange[]> {
  const rows = await db.query({ table: 'settings', pk: editHistoryKey(language, name, 0).pk, newestFirst: true, limit });
  return rows.map((row) => SettingChange.parse(row));
}
