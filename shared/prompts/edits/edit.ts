/** What a company changed of a prompt in one language: the text, the recordings, or both. A name that isn't shipped is a prompt of its own. */
import { z } from 'zod';
import type { Key } from '../../database/database.ts';
import { languages, sentences } from '../catalogue.ts';
import type { Language } from '../language.ts';
import { recordedText } from '../recorded-text.ts';
import { recordingsOf } from '../template.ts';
import type { promptStates } from '../../wire/prompts.ts';

/** `support`, `welcome-back`, and for one queue or agent `voicemail-greeting.<id>`. */
export const PromptName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-zA-Z0-9]+)*(\.[A-Za-z0-9-]+)?$/, 'small letters, digits and dashes; a queue or agent after a dot');
export const LanguageName = z.enum(languages);

export const Audio = z.strictObject({
  key: z.string(),
  seconds: z.number(),
  /** Spoken by a voice, or brought by a person. */
  by: z.enum(['voice', 'person']),
  /** The words that it speaks, as far as anybody said. */
  text: z.string(),
});
export type Audio = z.infer<typeof Audio>;

export const PromptEdit = z.object({
  schemaVersion: z.literal(1),
  language: LanguageName,
  name: PromptName,
  /** Absent: the shipped text holds. */
  text: z.string().min(1).max(2000).optional(),
  /** By the names of recordings: the prompt's, or those of the stretches between its variables. */
  audio: z.record(z.string(), Audio),
});
export type PromptEdit = z.infer<typeof PromptEdit>;

/** An edit as it stands in the table. */
export const StoredEdit = PromptEdit.extend({
  version: z.number().int().positive(),
  changedAt: z.string(),
  changedBy: z.string(),
});
export type StoredEdit = z.infer<typeof StoredEdit>;

export const editKey = (language: Language, name: string): Key => ({ pk: `PROMPT#${language}`, sk: name });
export const editHistoryKey = (language: Language, name: string, version: number): Key => ({
  pk: `HISTORY#prompt/${language}/${name}`,
  sk: String(version).padStart(9, '0'),
});

/** The words that hold: the company's, or else the shipped ones. */
export const textOf = (language: Language, name: string, edit: Pick<PromptEdit, 'text'> | undefined): string | undefined =>
  edit?.text ?? shippedText(language, name);

/** The shipped words, with their variables. */
export const shippedText = (language: Language, name: string): string | undefined =>
  sentences[language][name] ?? recordedText(name, language);

/** What has to be heard of a prompt: name of the recording → words. */
export const heardOf = (language: Language, name: string, edit: Pick<PromptEdit, 'text'> | undefined): [string, string][] => {
  const text = textOf(language, name, edit);
  return text === undefined ? [] : recordingsOf(name, text);
};

export type PromptState = (typeof promptStates)[number];

/** `stale`: callers hear other words than the text. `missing`: they hear nothing. */
export function stateOf(language: Language, name: string, edit: PromptEdit | undefined): PromptState {
  const heard = heardOf(language, name, edit);
  if (heard.length === 0) return 'missing';
  const each = heard.map(([recording, words]): PromptState => {
    const audio = edit?.audio[recording];
    const shipped = recordedText(recording, language);
    if (audio !== undefined) return audio.text === words ? 'own' : 'stale';
    if (shipped === undefined) return 'missing';
    return shipped === words ? 'shipped' : 'stale';
  });
  for (const state of ['missing', 'stale', 'own'] as const) if (each.includes(state)) return state;
  return edit?.text === undefined ? 'shipped' : 'own';
}
