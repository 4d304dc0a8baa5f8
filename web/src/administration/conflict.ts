/** Two people change one thing at the same time: what each of them made of it, and both on top of each other. */
import { type Field, get, type Item, set } from './field.ts';

/** A thing as it is now. `item` is absent when it has been removed. */
export interface Latest {
  item?: Item;
  version: number;
  by?: string | undefined;
  at?: string | undefined;
}

/** A field that is not as it was when the form was opened. */
export interface ClashLine {
  field: Field;
  before: unknown;
  theirs: unknown;
  mine: unknown;
  /** Both have changed it, each in another way. */
  both: boolean;
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

/** Pure: do two values say the same? The order of fields does not matter, and one that is undefined is none. */
export function same(a: unknown, b: unknown): boolean {
  if (!isItem(a) || !isItem(b) || Array.isArray(a) !== Array.isArray(b)) return Object.is(a, b);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name], b[name]));
}

/** Pure: what the two have changed, in the order of the form. */
export function clashLines(fields: readonly Field[], before: Item, theirs: Item, mine: Item): ClashLine[] {
  return fields.flatMap((field) => {
    const [was, is, own] = [before, theirs, mine].map((item) => get(item, field.path));
    const [byThem, byMe] = [!same(was, is), !same(was, own)];
    if (!byThem && !byMe) return [];
    return [{ field, before: was, theirs: is, mine: own, both: byThem && byMe && !same(is, own) }];
  });
}

/** Pure: theirs, with what I have changed on top of it. */
export const onTop = (fields: readonly Field[], before: Item, theirs: Item, mine: Item): Item =>
  fields.reduce((item, { path }) => {
    const own = get(mine, path);
    return same(get(before, path), own) ? item : set(item, path, own);
  }, theirs);
