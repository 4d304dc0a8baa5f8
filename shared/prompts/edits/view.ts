/** The prompts as the page shows them. */
import type { Database } from '../../database/database.ts';
import type { PromptView, promptGroups, RecordingView } from '../../wire/prompts.ts';
import { catalogue, sentences } from '../catalogue.ts';
import { type Language, languageNames, languages } from '../language.ts';
import { promptKey } from '../prompt-key.ts';
import { recordedText } from '../recorded-text.ts';
import { voices } from '../voices.ts';
import { heardOf, shippedText, stateOf, type StoredEdit, textOf } from './edit.ts';
import { listEdits, readEdit } from './read.ts';
import type { Sounds } from './sounds.ts';

export function viewPrompt(language: Language, name: string, edit: StoredEdit | undefined): PromptView {
  const shipped = shippedText(language, name);
  return {
    language,
    name,
    text: textOf(language, name, edit) ?? '',
    ...(edit?.text === undefined || shipped === undefined || shipped === edit.text ? {} : { shippedText: shipped }),
    state: stateOf(language, name, edit),
    version: edit?.version ?? 0,
    ...(edit === undefined ? {} : { changedAt: edit.changedAt, changedBy: edit.changedBy }),
  };
}

function groupOf(name: string): (typeof promptGroups)[number] {
  if (languages.some((language) => name in sentences[language])) return 'sentences';
  return languages.some((language) => name in catalogue[language]) ? 'fragments' : 'own';
}

export const viewLanguages = () =>
  languages.map((language) => ({
    language,
    name: languageNames[language],
    ...(voices[language] === undefined ? {} : { voice: voices[language].voiceId }),
  }));

/** All prompts by name, each with the languages that have it; sentences and own ones should be in all. */
export async function listPrompts(db: Database) {
  const edits = new Map(await Promise.all(languages.map(async (language) => [language, await listEdits(db, language)] as const)));
  const editOf = (language: Language, name: string) => edits.get(language)?.find((edit) => edit.name === name);
  const own = [...edits.values()].flatMap((all) => all.map(({ name }) => name));
  const names = [...new Set([...languages.flatMap((language) => Object.keys(catalogue[language])), ...own])];
  return names.map((name) => {
    const group = groupOf(name);
    // Which fragments a language needs is its own affair.
    const needing = group === 'fragments' ? languages.filter((language) => name in catalogue[language]) : languages;
    return { name, group, languages: needing.map((language) => viewPrompt(language, name, editOf(language, name))) };
  });
}

/** What is heard of a prompt, with addresses to listen to. */
export async function viewRecordings(
  { db, sounds }: { db: Database; sounds: Pick<Sounds, 'address'> },
  language: Language,
  name: string,
): Promise<RecordingView[]> {
  const edit = await readEdit(db, language, name);
  return Promise.all(
    heardOf(language, name, edit).map(async ([recording, text]) => {
      const exists = edit?.audio[recording] !== undefined || recordedText(recording, language) !== undefined;
      return { recording, text, ...(exists ? { address: await sounds.address(promptKey(recording, language)) } : {}) };
    }),
  );
}
