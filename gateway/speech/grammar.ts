/** From phrases to a grammar (JSGF) that a recogniser listens by, and from what it heard back to a phrase. */

/** What people put before and after the word that counts. */
const before = ['i need', 'i want', 'i would like', 'i have a question about', 'it is about', 'give me', 'can i have', 'please'];
const after = ['please', 'thank you', 'thanks'];

/** Words that sound nearly alike can't be told apart: a decoy must differ from each word of the menu in two sounds. */
const leastDifference = 2;

/** As a recogniser writes it: lower case, words apart, nothing else. */
export const spokenForm = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Sounds that must be changed, left out or put in to make one word of the other (Levenshtein). Pure. */
export function difference(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, sound] of one.entries()) {
    const next = [i + 1];
    for (const [j, heard] of other.entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (sound === heard ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

export interface Grammar {
  jsgf: string;
  /** The phrases that can be heard. */
  phrases: string[];
  /** Words without a pronunciation: phrases that have one can't be heard. */
  unknown: string[];
}

/** `soundsOf` gives a word's pronunciation, or undefined when the dictionary has none. Undefined when nothing is left to be heard. */
export function grammarOf(
  given: readonly string[],
  decoys: readonly string[],
  soundsOf: (word: string) => readonly string[] | undefined,
): Grammar | { unknown: string[] } {
  const all = [...new Set(given.map(spokenForm))].filter((phrase) => phrase !== '' && !/\d/.test(phrase));
  const unknown = [...new Set(all.flatMap((phrase) => phrase.split(' ')))].filter((word) => soundsOf(word) === undefined);
  const phrases = all.filter((phrase) => phrase.split(' ').every((word) => !unknown.includes(word)));
  if (phrases.length === 0) return { unknown };
  const sounds = [...new Set(phrases.flatMap((phrase) => phrase.split(' ')))].map((word) => soundsOf(word) ?? []);
  const far = decoys.filter((decoy) => {
    const own = soundsOf(decoy);
    return own !== undefined && sounds.every((one) => difference(one, own) >= leastDifference);
  });
  const jsgf = [
    '#JSGF V1.0;',
    'grammar menu;',
    `<before> = ${before.join(' | ')};`,
    `<after> = ${after.join(' | ')};`,
    `<phrase> = ${phrases.join(' | ')};`,
    ...(far.length === 0 ? [] : [`<other> = ${far.join(' | ')};`]),
    `public <menu> = [<before>] <phrase> [<after>]${far.length === 0 ? '' : ' | <other> [<other>] [<other>] [<other>]'};`,
  ];
  return { jsgf: jsgf.join('\n'), phrases, unknown };
}

/** The phrase in what was heard: the longest, since a phrase may be part of another. */
export function phraseIn(heard: string, phrases: readonly string[]): string | undefined {
  const text = ` ${heard} `;
  return [...phrases].sort((a, b) => b.length - a.length).find((phrase) => text.includes(` ${phrase} `));
}
