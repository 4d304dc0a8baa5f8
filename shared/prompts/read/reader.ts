/**
 * How a language reads numbers, dates and the like. A reading is a list of fragments, each a recording of its own with words of its own:
 * played after each other they are heard, written after each other they are the text for a voice.
 */
import type { Language } from '../language.ts';

/** A fragment of a reading. `glue` is what stands before the next when both are written; absent: a space (none in Chinese). */
export interface Piece {
  name: string;
  glue?: string;
}

export const units = ['second', 'minute', 'hour', 'day'] as const;
export type Unit = (typeof units)[number];
export const currencies = ['EUR', 'USD', 'GBP', 'HUF', 'CZK', 'CNY'] as const;
export type Currency = (typeof currencies)[number];
/** What is counted: a unit, a currency, or its hundredth part. */
export type Noun = Unit | Currency | `${Currency}-part`;

/** Words of a noun by plural category (Unicode CLDR), and the form that a number has before it. */
export interface NounWords {
  form?: string;
  one?: string;
  few?: string;
  other: string;
}

/** The largest number that is read; larger ones are spelled digit by digit. */
export const largest = 999_999_999;

export interface Day {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  /** Monday is 1. */
  weekday: number;
}

/** What each language says in its own file. */
export interface Grammar {
  language: Language;
  /** Stands between written fragments. */
  space: string;
  /** All fragments of numbers and times, by name. */
  words: Record<string, string>;
  nouns: Record<Noun, NounWords>;
  /** a to z. */
  letters: readonly string[];
  /** A whole number from 0 to `largest`, in the form that what follows asks for. */
  whole: (n: number, form?: string) => Piece[];
  date: (day: Day, withYear: boolean) => Piece[];
  /** The hundredths of an amount, where they are not just counted. */
  parts?: (hundredths: number, currency: Currency) => Piece[] | undefined;
  /** A time of day, 24 hours. */
  time: (hour: number, minute: number) => Piece[];
}

export interface Reader extends Omit<Grammar, 'words' | 'nouns' | 'letters'> {
  /** Every fragment that a reading may name, with its words. */
  fragments: Readonly<Record<string, string>>;
  /** A number with what it counts, in agreement. */
  counted: (n: number, noun: Noun) => Piece[];
  /** Digits and letters one by one; everything else is left out. */
  spelled: (text: string) => Piece[];
}

export const number = (n: number | string, glue?: string): Piece => ({ name: `number-${n}`, ...(glue === undefined ? {} : { glue }) });
export const piece = (name: string): Piece => ({ name });

const categories = ['one', 'few', 'other'] as const;

function nounFragments(nouns: Grammar['nouns']): Record<string, string> {
  const named = Object.entries(nouns).flatMap(([noun, words]) =>
    categories.flatMap((category) => (words[category] === undefined ? [] : [[`unit-${noun}-${category}`, words[category]] as const])),
  );
  return Object.fromEntries(named);
}

/** The fragments `<prefix>-<from>` and so on. */
export const series = (prefix: string, from: number, words: readonly string[]): Record<string, string> =>
  Object.fromEntries(words.map((word, i) => [`${prefix}-${from + i}`, word]));

/** Completes a grammar to a reader. */
export function makeReader(grammar: Grammar): Reader {
  const { words, nouns, letters, ...rest } = grammar;
  const plural = new Intl.PluralRules(grammar.language);
  const named = Object.fromEntries(letters.map((word, i) => [`letter-${String.fromCharCode(97 + i)}`, word]));
  return {
    ...rest,
    fragments: { ...words, ...nounFragments(nouns), ...named },
    counted(n, noun) {
      const category = plural.select(n);
      const known = (category === 'one' || category === 'few') && nouns[noun][category] !== undefined ? category : 'other';
      return [...grammar.whole(n, nouns[noun].form), piece(`unit-${noun}-${known}`)];
    },
    spelled: (text) =>
      [...text.toLowerCase()].flatMap((sign) => {
        if (/[0-9]/.test(sign)) return [number(sign)];
        return /[a-z]/.test(sign) ? [piece(`letter-${sign}`)] : [];
      }),
  };
}

/** A reading as text for a voice. Throws for a fragment that the language lacks: a fault of its file, found by its tests. */
export function written(
  pieces: readonly Piece[],
  { fragments, space, language }: Pick<Reader, 'fragments' | 'space' | 'language'>,
): string {
  return pieces
    .map(({ name, glue }, i) => {
      const words = fragments[name];
      if (words === undefined) throw new Error(`${language} has no fragment "${name}".`);
      return i === pieces.length - 1 ? words : words + (glue ?? space);
    })
    .join('');
}
