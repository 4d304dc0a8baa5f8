/** What is said in a queue, as prompts to be played after each other, in the caller's language. */
import { defaultLanguage, languageOf } from './language.ts';
import { largest } from './read/reader.ts';
import { readers } from './read/readers.ts';

const isReadable = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= largest;

/** The prompts that say a whole number, or undefined for one that can't be read. A language that isn't shipped is read as the default. */
export function numberPrompts(n: number, language: string = defaultLanguage): string[] | undefined {
  if (!isReadable(n)) return undefined;
  return readers[languageOf(language)].whole(n).map(({ name }) => name);
}

/** Places beyond this are "many": nobody wants to hear them. */
const lastPlace = 99;

/** "You are caller number 23", or that there are many before. */
export function positionPrompts(position: number, language: string = defaultLanguage): string[] {
  if (!isReadable(position) || position < 1 || position > lastPlace) return ['position-many'];
  const { fragments, whole } = readers[languageOf(language)];
  const end = 'position-end' in fragments ? ['position-end'] : [];
  return ['position-intro', ...whole(position).map(({ name }) => name), ...end];
}

/** "Your expected waiting time is about five minutes"; nothing when it isn't known. Below a minute it is one, above an hour whole hours. */
export function waitPrompts(minutes: number | undefined, language: string = defaultLanguage): string[] {
  if (minutes === undefined || !Number.isFinite(minutes) || minutes < 0) return [];
  const { counted } = readers[languageOf(language)];
  const whole = Math.max(1, Math.round(minutes));
  const said = whole <= 60 ? counted(whole, 'minute') : counted(Math.min(99, Math.round(whole / 60)), 'hour');
  return ['wait-intro', ...said.map(({ name }) => name)];
}
