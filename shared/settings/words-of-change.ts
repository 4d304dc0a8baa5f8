/** What a change made different, field by field, in the words of `words.ts`: for screens, and for the terminal. */
import { labelOf, type SettingKind } from './words.ts';

const quiet = new Set(['schemaVersion']);

/** Every leaf of an item by its path. */
function leaves(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) into.set(path, value.join(', '));
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value))
      if (!quiet.has(name)) leaves(inner, path === '' ? name : `${path}.${name}`, into);
      else continue;
  else into.set(path, value === true ? 'yes' : value === false ? 'no' : String(value));
  return into;
}

export interface Difference {
  label: string;
  before?: string | undefined;
  after?: string | undefined;
}

/** What a change made different, field by field. */
export function differences(
  kind: SettingKind,
  { before, after }: { before?: object | undefined; after?: object | undefined },
): Difference[] {
  const [was, is] = [leaves(before ?? {}, '', new Map()), leaves(after ?? {}, '', new Map())];
  const position = (path: string): string => {
    const numbers = path.split('.').filter((part) => /^\d+$/.test(part));
    return numbers.length === 0 ? '' : ` ${numbers.map((n) => Number(n) + 1).join('.')}`;
  };
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({ label: `${labelOf(kind, path)}${position(path)}`, before: was.get(path), after: is.get(path) }));
}
