/** The keys of a telephone for letters (ITU-T E.161): 2 for A, B and C, and so on. */
const letters = ['', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

const keyOf = (letter: string): string => {
  const key = letters.findIndex((some) => some.includes(letter));
  return key < 0 ? '' : String(key);
};

/** The keys by which each word of a name is dialled: `Anna Kovács` as `2662` and `568227`. Accents and what is no letter are left out. */
export function keysOfName(name: string): string[] {
  const words = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.map((word) => [...word].map(keyOf).join('')).filter((keys) => keys !== '');
}
