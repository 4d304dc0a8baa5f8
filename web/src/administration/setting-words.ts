/** Values of settings as people read them. */
import type { Choices } from '../../../shared/wire/settings.ts';
import { dayAndTimeText } from '../parts/time.ts';
import { type Field, get, type Item, type Option, optionsOf, type Range, rangesText, type Source } from './field.ts';

/** The value of a field as its form shows it: the name of what it refers to, or what holds when it is empty. */
export function fieldText(fields: readonly Field[], path: string, value: unknown, choices: Choices): string {
  const field = fields.find((one) => one.path === path);
  if (field === undefined) return cellText(value);
  if (value === undefined && field.otherwise !== undefined) return field.otherwise;
  if (field.type !== 'choice' && field.type !== 'many') return cellText(value);
  const first = field.type === 'choice' ? field.first : undefined;
  const name = (one: unknown) => nameOf(field.from, one, choices, first);
  return cellText(Array.isArray(value) ? value.map(name) : name(value));
}

const nameOf = (from: Source, value: unknown, choices: Choices, first: readonly Option[] = []): unknown =>
  [...first, ...optionsOf(from, choices)].find((option) => option.value === value)?.label ?? value;

/** One value in a table: lists by their length, unless they are short and plain. */
export function cellText(value: unknown): string {
  if (value === undefined || value === '') return '–';
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one === 'string');
    if (value.length === 0) return '–';
    return plain && value.length < 4 ? value.join(', ') : String(value.length);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '…';
}

const daysOf = (blocks: readonly (Range & { day: string })[]): string =>
  [...new Set(blocks.map(({ day }) => day))].map((day) => `${day} ${rangesText(blocks.filter((one) => one.day === day))}`).join('; ');

/** The whole value of a field in words, lists with everything that is in them. */
export function fieldWords(field: Field, value: unknown, choices: Choices): string {
  if (value === undefined) return field.otherwise === undefined || field.otherwise === '' ? '–' : field.otherwise;
  switch (field.type) {
    case 'switch':
      return value === true ? 'on' : 'off';
    case 'moment':
      return dayAndTimeText(value as string);
    case 'ranges':
      return rangesText(value as Range[]) || 'closed';
    case 'week':
      return Array.isArray(value) ? daysOf(value as (Range & { day: string })[]) || 'never' : cellText(value);
    case 'rows':
      return (value as Item[]).map((row, i) => `${i + 1}. ${rowWords(field.fields, row, choices)}`).join('; ') || 'none';
    case 'many':
      return (value as unknown[]).map((one) => nameOf(field.from, one, choices)).join(', ') || 'none';
    case 'lines':
      return (value as unknown[]).join(', ') || 'none';
    default:
      return fieldText([field], field.path, value, choices);
  }
}

/** What is set in a row. */
const rowWords = (fields: readonly Field[], row: Item, choices: Choices): string =>
  fields
    .filter(({ path }) => get(row, path) !== undefined)
    .map((field) => `${field.label.toLowerCase()} ${fieldWords(field, get(row, field.path), choices)}`)
    .join(', ');
