/** Plain values as an item keeps them: copied once, never changed afterwards, so that reading needs no copy. */
import { numberSize } from '../../local/services/dynamodb/number.ts';
import type { Item } from '../../shared/database/database.ts';

/** A frozen copy without what is undefined. Throws for what can't be stored. */
export function kept(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Error(`${value} can't be stored`);
    return value;
  }
  if (Array.isArray(value)) return Object.freeze(value.filter((member) => member !== undefined).map(kept));
  if (typeof value === 'object' && isPlain(value)) return keptItem(value as Item);
  throw new Error(`A ${typeof value} can't be stored`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** For good; as a copy, since reading what was put together name by name is slow. */
export const frozen = (item: Item): Item => Object.freeze({ ...item });

export function keptItem(item: Item): Item {
  const copy: Item = {};
  for (const name in item) if (item[name] !== undefined) copy[name] = kept(item[name]);
  return frozen(copy);
}

/** Equal as the service means it: the order of names counts for nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same((a as Item)[name], (b as Item)[name]))
  );
}

const isAscii = (text: string) => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
};
const bytes = (text: string) => (isAscii(text) ? text.length : Buffer.byteLength(text, 'utf8'));

/** Bytes as the service counts them. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return bytes(value);
  if (typeof value === 'number') return numberSize(String(value));
  if (typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, member) => sum + 1 + sizeOf(member), 3);
  let sum = 3;
  for (const name in value) sum += 1 + bytes(name) + sizeOf((value as Item)[name]);
  return sum;
}

export function itemSize(item: Item | undefined): number {
  let sum = 0;
  for (const name in item) sum += bytes(name) + sizeOf(item[name]);
  return sum;
}
