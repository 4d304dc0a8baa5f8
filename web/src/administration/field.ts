/** What a form is made of, as data: the same few kinds of fields for all settings and for users. */
import type { Choice, Choices } from '../../../shared/wire/settings.ts';

export type Item = Record<string, unknown>;
export interface Option {
  value: string;
  label: string;
}
/** Settings of a kind, flows, prompts, agents, or what is listed here. */
export type Source = 'flow' | 'prompt' | 'agent' | (string & {}) | readonly Option[];

interface Common {
  /** Within the item: `serviceLevel.percent`. */
  path: string;
  label: string;
  hint?: string;
  /** Begins a section of the form with this heading. */
  section?: string;
  /** May be left empty: what holds then, in words. */
  otherwise?: string;
}
export type Field = Common &
  (
    | { type: 'text'; tall?: boolean }
    | { type: 'number'; unit?: string }
    | { type: 'switch'; says: string }
    | { type: 'choice'; from: Source; first?: readonly Option[] }
    | { type: 'many'; from: Source }
    /** One value on each line. */
    | { type: 'lines'; example: string }
    | { type: 'date' }
    /** Wall-clock date and time of the person's own browser, kept as an instant. */
    | { type: 'moment' }
    /** `09:00–12:00, 13:00–17:00`; empty is closed. */
    | { type: 'ranges' }
    /** The opening hours of a week. */
    | { type: 'week' }
    | { type: 'rows'; one: string; fields: readonly Field[]; blank: Item; ordered?: boolean }
  );

/** A value as text; what is none is empty. */
export const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export const get = (item: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Item | undefined)?.[name], item);

/** The item with another value; `undefined` takes the field away. */
export function set(item: Item, path: string, value: unknown): Item {
  const [name = '', ...rest] = path.split('.');
  if (rest.length > 0) return { ...item, [name]: set((item[name] ?? {}) as Item, rest.join('.'), value) };
  const { [name]: _old, ...others } = item;
  return value === undefined ? others : { ...item, [name]: value };
}

const optionOf = ({ id, name }: Choice): Option => ({ value: id, label: name });

export function optionsOf(from: Source, choices: Choices): readonly Option[] {
  if (typeof from !== 'string') return from;
  if (from === 'flow') return choices.flows.map((name) => ({ value: name, label: name }));
  if (from === 'prompt') return choices.prompts.map((name) => ({ value: name, label: name }));
  if (from === 'agent') return choices.agents.map(optionOf);
  return (choices.settings[from] ?? []).map(optionOf);
}

export interface Range {
  from: string;
  to: string;
}
export const rangesText = (ranges: readonly Range[]): string => ranges.map(({ from, to }) => `${from}–${to}`).join(', ');

/** What can't be read is passed on as it is: the server says what is wrong with it. */
export function rangesOf(text: string): Range[] {
  const clock = (part: string): string => part.trim().replace(/^(\d):/, '0$1:');
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split(/[-–—]/))
    .map(([from = '', to = '']) => ({ from: clock(from), to: clock(to) }));
}

/** Is a problem about this field, or something inside it? */
export const isAbout = (about: string | undefined, path: string): boolean => about === path || about?.startsWith(`${path}.`) === true;
