/** Prompts that a company made itself: flows may name them too. */
import type { Database } from '../../shared/database/database.ts';
import type { Names } from '../../shared/flows/step-faults.ts';
import { stateOf } from '../../shared/prompts/edits/edit.ts';
import { listEdits } from '../../shared/prompts/edits/read.ts';
import { type Language, languages } from '../../shared/prompts/language.ts';
import { openRunning } from './running.ts';

/** The names with those prompts besides that are heard in a language. */
export async function withOwnPrompts(names: Names, db: Database): Promise<Names> {
  const own = async (language: Language): Promise<[Language, ReadonlySet<string>]> => {
    const heard = (await listEdits(db, language)).filter((edit) => stateOf(language, edit.name, edit) !== 'missing');
    return [language, new Set([...(names.prompts.get(language) ?? []), ...heard.map(({ name }) => name)])];
  };
  return { ...names, prompts: new Map(await Promise.all(languages.map(own))) };
}

/** The same of the contact center that runs here. Without one, or when it doesn't answer, the shipped names hold. */
export async function withPromptsOfRunning(names: Names): Promise<Names> {
  try {
    const running = await openRunning();
    return running === undefined ? names : await withOwnPrompts(names, running.db);
  } catch {
    return names;
  }
}
