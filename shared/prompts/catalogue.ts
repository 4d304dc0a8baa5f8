/**
 * The prompts that are shipped: a name → its text, per language. Flows and the queue name prompts, never sentences. The recordings under
 * `promptKey(name, language)` are made of these texts when the app is built; what a company changes afterwards is its own.
 */
import { defaultLanguage, type Language, languages } from './language.ts';
import { readers } from './read/readers.ts';
import { sentences as czech } from './texts/cs-cz.ts';
import { sentences as greek } from './texts/el-gr.ts';
import { sentences as english } from './texts/en-us.ts';
import { sentences as hungarian } from './texts/hu-hu.ts';
import { sentences as chinese } from './texts/zh-cn.ts';

export { defaultLanguage, type Language, languages } from './language.ts';
export { numberPrompts, positionPrompts, waitPrompts } from './announce.ts';

/** Music while waiting: composed by code, so it has no text. */
export const holdMusic = 'hold-music';
export const holdMusicMs = 30_000;
/** After it the caller speaks: a tone, so it has no text either. */
export const beep = 'beep';
export const beepMs = 400;

/** What people wrote, without the fragments of numbers and the like. */
export const sentences: Record<Language, Readonly<Record<string, string>>> = {
  'en-US': english,
  'hu-HU': hungarian,
  'cs-CZ': czech,
  'el-GR': greek,
  'zh-CN': chinese,
};

const complete = (language: Language): [Language, Record<string, string>] => [
  language,
  { ...sentences[language], ...readers[language].fragments },
];

/** Name → text, for each language. */
export const catalogue = Object.fromEntries(languages.map(complete)) as Record<Language, Readonly<Record<string, string>>>;

/** The text of a prompt. Throws when the catalogue has none of that name: a fault of the flow, found by its first test. */
export function promptText(name: string, language: string = defaultLanguage): string {
  const text = (catalogue as Readonly<Record<string, Readonly<Record<string, string>>>>)[language]?.[name];
  if (text === undefined) throw new Error(`There is no prompt "${name}" in ${language}.`);
  return text;
}
