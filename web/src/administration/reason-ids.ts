/** Reasons get their ids from their names; people never see them. Pure. */
import type { Item } from './field.ts';
import { textOf } from './field.ts';

type Row = Item & { reasonId?: unknown };
const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as Row[]) : []);

/** `Café & tea` → `cafe-tea`; what has no Latin letters is counted instead. */
const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50) || 'reason';

function freeId(base: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** The item with an id for each reason. One that was removed and comes back by its name is the same again. */
export function withReasonIds(item: Item): Item {
  const former = rowsOf(item['former']);
  const taken = new Set([...rowsOf(item['reasons']), ...former].map(({ reasonId }) => textOf(reasonId)));
  const reasons = rowsOf(item['reasons']).map((row) => {
    if (row.reasonId !== undefined) return row;
    const name = textOf(row['name']).trim();
    const again = former.find((one) => textOf(one['name']).toLowerCase() === name.toLowerCase());
    const reasonId = textOf(again?.reasonId) || freeId(slug(name), taken);
    taken.add(reasonId);
    return { ...row, reasonId };
  });
  return { ...item, reasons };
}

/** What can't be chosen any more, by name. */
export const formerNames = (item: Item): string[] =>
  rowsOf(item['former']).map(({ reasonId, ...row }) => textOf(row['name']) || textOf(reasonId));
