/** Values of settings as people read them. */
import type { Choices } from '../../../shared/wire/settings.ts';
import { type Field, optionsOf } from './field.ts';

/** The value of a field as its form shows it: the name of what it refers to, or what holds when it is empty. */
export function fieldText(fields: readonly Field[], path: string, value: unknown, choices: Choices): string {
  const field = fields.find((one) => one.path === path);
  if (field === undefined) return cellText(value);
  if (value === undefined && field.otherwise !== undefined) return field.otherwise;
  if (field.type !== 'choice' && field.type !== 'many') return cellText(value);
  const options = [...(field.type === 'choice' ? (field.first ?? []) : []), ...optionsOf(field.from, choices)];
  const name = (one: unknown) => options.find((option) => option.value === one)?.label ?? one;
  return cellText(Array.isArray(value) ? value.map(name) : name(value));
}

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
