/** What a company made itself, and flows may name: prompts, topics, hours. */
import type { Database } from '../../shared/database/database.ts';
import type { Names } from '../../shared/flows/step-faults.ts';
import { stateOf } from '../../shared/prompts/edits/edit.ts';
import { listEdits } from '../../shared/prompts/edits/read.ts';
import { type Language, languages } from '../../shared/prompts/language.ts';
import { readKind } from '../../shared/settings/snapshot.ts';
import { openRunning } from './running.ts';

/** The names with those prompts besides that are heard in a language. */
export async function withOwnPrompts(names: Names, db: Database): Promise<Names> {
  const own = async (language: Language): Promise<[Language, ReadonlySet<string>]> => {
    const heard = (await listEdits(db, language)).filter((edit) => stateOf(language, edit.name, edit) !== 'missing');
    return [language, new Set([...(names.prompts.get(language) ?? []), ...heard.map(({ name }) => name)])];
  };
  return { ...names, prompts: new Map(await Promise.all(languages.map(own))) };
}

/** The names with the topics and hours of a contact center instead of those that are shipped: what its people removed is not there. */
export async function withSettings(names: Names, db: Database): Promise<Names> {
  const ids = async (kind: 'topic' | 'hours'): Promise<ReadonlySet<string>> => new Set((await readKind(db, kind)).keys());
  return { ...names, topics: await ids('topic'), hours: await ids('hours') };
}

/** The names of the contact center that runs here, and its tables. Without one, or when it doesn't answer, those that are shipped hold. */
export async function namesOfRunning(names: Names): Promise<{ names: Names; db?: Database }> {
  try {
    const running = await openRunning();
    if (running === undefined) return { names };
    const { db } = running;
    return { names: await withSettings(await withOwnPrompts(names, db), db), db };
  } catch {
    return { names };
  }
}
