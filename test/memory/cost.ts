/** What operations cost, in capacity units (developer guide, "DynamoDB read and write operations"). */
import type { Item, TableName } from '../../shared/database/database.ts';
import { itemSize } from './value.ts';

export interface Cost {
  operation: 'get' | 'query' | 'put' | 'update' | 'delete' | 'check';
  table: TableName;
  pk: string;
  /** Of a query: what its sort keys begin with. */
  sk: string;
  units: number;
}
const pageBytes = 1024 * 1024;

/** Units of a strong read; nothing found costs as much as the smallest item. */
export const readUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));
/** Units of a write alone, by the larger of the old and the new item. In a transaction it costs twice that. */
export const writeUnits = (before: Item | undefined, after: Item | undefined): number =>
  Math.max(1, Math.ceil(Math.max(itemSize(before), itemSize(after)) / 1024));

/** Pages end with the item that fills a megabyte; one that ends so is followed by another, if only by an empty one. */
export function queryUnits(items: readonly Item[], limit: number): number {
  let units = 0;
  let bytes = 0;
  let read = 0;
  for (const item of items) {
    bytes += itemSize(item);
    read += 1;
    if (bytes < pageBytes) continue;
    units += readUnits(bytes);
    bytes = 0;
    if (read === limit) return units;
  }
  return units + (read === limit && bytes === 0 ? 0 : readUnits(bytes));
}
