import type { Answer } from '../../../shared/wire/api.ts';

export type PromptRow = Answer<'GET /api/prompts'>['prompts'][number];

export const shownChoices = [
  { value: 'sentences', label: 'Sentences' },
  { value: 'attention', label: 'Missing or out of date' },
  { value: 'changed', label: 'Changed by us' },
  { value: 'fragments', label: 'Numbers, dates, letters' },
] as const;
export type Shown = (typeof shownChoices)[number]['value'];

function belongs({ group, languages }: PromptRow, shown: Shown): boolean {
  switch (shown) {
    case 'sentences':
      return group !== 'fragments';
    case 'fragments':
      return group === 'fragments';
    case 'attention':
      return languages.some(({ state }) => state === 'stale' || state === 'missing');
    case 'changed':
      return languages.some(({ version }) => version > 0);
  }
}

/** Those that belong to what is shown and have the words in their name or text, by name. */
export function rowsShown(rows: readonly PromptRow[], shown: Shown, words: string): PromptRow[] {
  const wanted = words.trim().toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  return rows
    .filter((row) => belongs(row, shown) && (has(row.name) || row.languages.some(({ text }) => has(text))))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
