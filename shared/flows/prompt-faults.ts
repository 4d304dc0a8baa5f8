/** What is wrong with a prompt that a flow names: it is missing, its variables are not those of its text, or nobody can say them. */
import { catalogue, defaultLanguage, type Language } from '../prompts/catalogue.ts';
import { languageNames } from '../prompts/language.ts';
import { variablesOf } from '../prompts/template.ts';
import { voices } from '../prompts/voices.ts';

export interface KnownPrompts {
  /** The prompts with words, per language. */
  prompts: ReadonlyMap<Language, ReadonlySet<string>>;
  /** Prompts without words. */
  music: ReadonlySet<string>;
}
interface Said {
  sentence: string;
  remedy: string;
}

const missing = (name: string, { prompts, music }: KnownPrompts): Language[] =>
  music.has(name) ? [] : [...prompts].filter(([, known]) => !known.has(name)).map(([language]) => language);

/** A prompt that has no words in some language, or in none. */
export function missingPrompt(name: string, names: KnownPrompts): Said[] {
  const without = missing(name, names);
  if (without.length === 0) return [];
  const nowhere = without.length === names.prompts.size;
  const sentence = nowhere ? `There is no prompt "${name}".` : `The prompt "${name}" has no words in ${without.join(', ')}.`;
  return [{ sentence, remedy: 'Add its text in shared/prompts/texts, or make it on the page Prompts.' }];
}

function misfits(prompt: string, given: readonly string[]): Said[] {
  const text = catalogue[defaultLanguage][prompt];
  if (text === undefined) return [];
  const wanted = variablesOf(text);
  const [lacking, idle] = [wanted.filter((name) => !given.includes(name)), given.filter((name) => !wanted.includes(name))];
  const remedy = 'Give exactly the variables that stand in braces in its text.';
  return [
    ...lacking.map((name) => ({ sentence: `The prompt "${prompt}" is said without its variable "${name}".`, remedy })),
    ...idle.map((name) => ({ sentence: `The prompt "${prompt}" has no place for "${name}".`, remedy })),
  ];
}

function unspoken(prompt: string, variables: Readonly<Record<string, string>>, { prompts: known }: KnownPrompts): Said[] {
  const silent = [...known.keys()].filter((language) => voices[language] === undefined);
  const free = Object.entries(variables).filter(([, kind]) => kind === 'spoken');
  if (silent.length === 0) return [];
  const where = silent.map((language) => languageNames[language]).join(' and ');
  return free.map(([name]) => ({
    sentence: `Nobody can say "${name}" of the prompt "${prompt}" in ${where}: it is free text, and Polly has no voice for it.`,
    remedy: 'Say it without the name there: a prompt of its own for callers in these languages, or `spelled`.',
  }));
}

/** What a `say` gets wrong. `variables` are their kinds by name. */
export const faultsOfSaying = (prompt: string, variables: Readonly<Record<string, string>>, known: KnownPrompts): Said[] => [
  ...missingPrompt(prompt, known),
  ...misfits(prompt, Object.keys(variables)),
  ...unspoken(prompt, variables, known),
];
