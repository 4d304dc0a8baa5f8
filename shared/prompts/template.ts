/** Texts with places for variables: `Your order {number} will arrive on {date}.` */

/** What is said as it stands, or the name of a variable. */
export type Part = { text: string } | { variable: string };

const place = /\{([a-z][a-zA-Z0-9]*)\}/;

/** The parts of a text, in order. Stretches without a letter or digit (a full stop) are said by nobody and belong to no part. */
export function partsOf(text: string): Part[] {
  return text.split(place).flatMap((stretch, i): Part[] => {
    if (i % 2 === 1) return [{ variable: stretch }];
    return /[\p{L}\p{N}]/u.test(stretch) ? [{ text: stretch.replace(/^[\s,;:.!?，。、；]+/, '').trim() }] : [];
  });
}

/** The names of a text's variables, each once. */
export const variablesOf = (text: string): string[] => [
  ...new Set(partsOf(text).flatMap((part) => ('variable' in part ? [part.variable] : []))),
];

/** The name of the nth recorded stretch (from 1) of a prompt with variables. */
export const stretchName = (prompt: string, n: number): string => `${prompt}~${n}`;

/** The prompt that a recorded stretch belongs to; of any other name, itself. */
export const promptOfStretch = (name: string): string => name.replace(/~\d+$/, '');

/** What has to be recorded for a prompt: itself, or the stretches between its variables. Name → words. */
export function recordingsOf(prompt: string, text: string): [string, string][] {
  if (variablesOf(text).length === 0) return [[prompt, text]];
  const stretches = partsOf(text).flatMap((part) => ('text' in part ? [part.text] : []));
  return stretches.map((words, i) => [stretchName(prompt, i + 1), words]);
}
