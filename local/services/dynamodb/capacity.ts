/** What requests cost, in capacity units (developer guide, "DynamoDB read and write operations"). */
import { choice, type Request } from './request.ts';
import type { Table } from './table.ts';
import { indexPlace } from './table.ts';
import { itemSize, sameItem, type Item } from './value.ts';
import type { Write } from './engine.ts';

export type Consistency = 'eventual' | 'strong' | 'transactional';
const perRead: Record<Consistency, number> = { eventual: 0.5, strong: 1, transactional: 2 };

/** Units of reading so many bytes at once; nothing found costs as much as the smallest item. */
export const readUnits = (bytes: number, consistency: Consistency) => Math.max(1, Math.ceil(bytes / 4096)) * perRead[consistency];
const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));
const size = (item: Item | undefined) => (item === undefined ? 0 : itemSize(item));

/** Units by table or index. */
export interface Cost {
  table: Table;
  units: number;
  indexes: Map<string, number>;
  kind: 'read' | 'write';
}

/** What a write costs: the larger of the old and the new item, and each index entry that it takes away or puts. */
export function writeCost(
  { table, place, before, after }: Pick<Write, 'table' | 'place' | 'before' | 'after'>,
  transactional = false,
): Cost {
  const factor = transactional ? 2 : 1;
  const indexes = new Map<string, number>();
  for (const { definition } of table.indexes.values()) {
    const old = before && table.indexRow(definition, before, place);
    const now = after && table.indexRow(definition, after, place);
    if (old === undefined && now === undefined) continue;
    if (old !== undefined && now !== undefined && sameItem(old.item, now.item)) continue;
    const [from, to] = [before && indexPlace(definition.key, before), after && indexPlace(definition.key, after)];
    const moved = from !== undefined && to !== undefined && (from.hash !== to.hash || from.order !== to.order);
    const units = moved ? writeUnits(old?.size ?? 0) + writeUnits(now?.size ?? 0) : writeUnits(Math.max(old?.size ?? 0, now?.size ?? 0));
    indexes.set(definition.name, units);
  }
  return { table, units: writeUnits(Math.max(size(before), size(after))) * factor, indexes, kind: 'write' };
}

export const readCost = (table: Table, bytes: number, consistency: Consistency): Cost => ({
  table,
  units: readUnits(bytes, consistency),
  indexes: new Map(),
  kind: 'read',
});

/** The ConsumedCapacity of each table, or undefined when the request doesn't ask. `both` adds units by kind, as transactions do. */
export function consumed(request: Request, costs: Cost[], both = false): object[] | undefined {
  const asked = choice(request, 'ReturnConsumedCapacity', ['NONE', 'TOTAL', 'INDEXES']);
  if (asked === 'NONE') return undefined;
  const tables = new Map<string, { units: number; indexes: Map<string, number>; kind: Cost['kind'] }>();
  for (const cost of costs) {
    const name = cost.table.definition.name;
    const sum = tables.get(name) ?? { units: 0, indexes: new Map<string, number>(), kind: cost.kind };
    sum.units += cost.units;
    for (const [index, units] of cost.indexes) sum.indexes.set(index, (sum.indexes.get(index) ?? 0) + units);
    tables.set(name, sum);
  }
  return [...tables].map(([TableName, { units, indexes, kind }]) => {
    const total = units + [...indexes.values()].reduce((sum, more) => sum + more, 0);
    const detail = (all: number) => ({
      CapacityUnits: all,
      ...(both ? { [kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits']: all } : {}),
    });
    if (asked === 'TOTAL') return { TableName, ...detail(total) };
    const byIndex = Object.fromEntries([...indexes].map(([name, all]) => [name, detail(all)]));
    return { TableName, ...detail(total), Table: detail(units), ...(indexes.size > 0 ? { GlobalSecondaryIndexes: byIndex } : {}) };
  });
}
