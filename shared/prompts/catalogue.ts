/**
 * The prompts: a name → its text, per language. Flows and the queue name prompts, never sentences. The recordings under
 * `promptKey(name, language)` are rendered from these texts when the app is built.
 */
import { sentences } from './texts/en-us.ts';

export const languages = ['en-US'] as const;
export type Language = (typeof languages)[number];
export const defaultLanguage: Language = 'en-US';

/** Music while waiting: composed by code, so it has no text. */
export const holdMusic = 'hold-music';
export const holdMusicMs = 30_000;
/** After it the caller speaks: a tone, so it has no text either. */
export const beep = 'beep';
export const beepMs = 400;

const ones = [
  '',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** The prompts that say a whole number from 1 to 99 after each other, or undefined beyond. */
export function numberPrompts(n: number): string[] | undefined {
  if (!Number.isInteger(n) || n < 1 || n > 99) return undefined;
  if (n <= 20 || n % 10 === 0) return [`number-${n}`];
  return [`number-${n - (n % 10)}`, `number-${n % 10}`];
}

/** All fragments that `numberPrompts` may name. */
function numbers(): Record<string, string> {
  const named = [...ones.entries()].slice(1).map(([n, word]) => [`number-${n}`, word] as const);
  const round = [...tens.entries()].slice(2).map(([n, word]) => [`number-${n * 10}`, word] as const);
  return Object.fromEntries([...named, ...round]);
}

/** Name → text, for each language. */
export const catalogue: Record<Language, Record<string, string>> = { 'en-US': { ...sentences, ...numbers() } };

/** The text of a prompt. Throws when the catalogue has none of that name: a fault of the flow, found by its first test. */
export function promptText(name: string, language: string = defaultLanguage): string {
  const text = (catalogue as Record<string, Record<string, string>>)[language]?.[name];
  if (text === undefined) throw new Error(`There is no prompt "${name}" in ${language}.`);
  return text;
}
