/** Rows by partition, sorted within it: what a table and each of its indexes are made of. */
import { createHash } from 'node:crypto';
import { compareText, type Item } from './value.ts';

export interface Row {
  /** The partition key's sortable form. */
  hash: string;
  /** The sort key's sortable form; empty where there is none. */
  order: string;
  /** Tells rows of an index with equal keys apart: the table's own key. */
  tie: string;
  item: Item;
  /** Bytes. */
  size: number;
}

export const compareRows = (a: Pick<Row, 'order' | 'tie'>, b: Pick<Row, 'order' | 'tie'>) =>
  compareText(a.order, b.order) || compareText(a.tie, b.tie);

/** The first place whose row makes `below` false; rows before it make it true. */
export function firstNot(rows: readonly Row[], below: (row: Row) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (below(rows[middle] as Row)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const none: readonly Row[] = [];

export class SortedRows {
  private readonly partitions = new Map<string, Row[]>();
  /** Partition keys in the order in which a scan meets them, scattered by a hash as in the service; made when a scan needs it. */
  private scanOrder: { hash: string; position: string }[] | undefined;
  count = 0;
  bytes = 0;

  get(hash: string, order: string, tie = ''): Row | undefined {
    const rows = this.partitions.get(hash);
    if (rows === undefined) return undefined;
    const row = rows[place(rows, { order, tie })];
    return row !== undefined && row.order === order && row.tie === tie ? row : undefined;
  }
  put(row: Row): void {
    let rows = this.partitions.get(row.hash);
    if (rows === undefined) {
      this.partitions.set(row.hash, (rows = []));
      this.scanOrder = undefined;
    }
    const index = place(rows, row);
    const old = rows[index];
    this.bytes += row.size;
    if (old !== undefined && old.order === row.order && old.tie === row.tie) {
      rows[index] = row;
      this.bytes -= old.size;
      return;
    }
    // Most rows arrive at the end: ids and instants grow.
    if (index === rows.length) rows.push(row);
    else rows.splice(index, 0, row);
    this.count++;
  }
  delete(hash: string, order: string, tie = ''): void {
    const rows = this.partitions.get(hash);
    if (rows === undefined) return;
    const index = place(rows, { order, tie });
    const row = rows[index];
    if (row === undefined || row.order !== order || row.tie !== tie) return;
    rows.splice(index, 1);
    this.count--;
    this.bytes -= row.size;
    if (rows.length > 0) return;
    this.partitions.delete(hash);
    this.scanOrder = undefined;
  }
  /** Sorted; not to be kept across writes. */
  partition(hash: string): readonly Row[] {
    return this.partitions.get(hash) ?? none;
  }
  /** All rows in a stable order, from behind `after`; `segment` of `segments` takes its share of the partitions. */
  *scan(after: Pick<Row, 'hash' | 'order' | 'tie'> | undefined, segment = 0, segments = 1): Generator<Row> {
    this.scanOrder ??= [...this.partitions.keys()]
      .map((hash) => ({ hash, position: scanPosition(hash) }))
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    const from = after === undefined ? '' : scanPosition(after.hash);
    for (const { hash, position } of this.scanOrder) {
      if (position < from || Number.parseInt(position.slice(0, 8), 16) % segments !== segment) continue;
      const rows = this.partitions.get(hash) ?? none;
      const start = after !== undefined && hash === after.hash ? firstNot(rows, (row) => compareRows(row, after) <= 0) : 0;
      yield* start === 0 ? rows : rows.slice(start);
    }
  }
  *all(): Generator<Row> {
    for (const rows of this.partitions.values()) yield* rows;
  }
}

const place = (rows: readonly Row[], key: Pick<Row, 'order' | 'tie'>) => {
  const last = rows.at(-1);
  if (last === undefined || compareRows(last, key) < 0) return rows.length;
  return firstNot(rows, (row) => compareRows(row, key) < 0);
};

const scanPosition = (hash: string) => createHash('sha1').update(hash).digest('hex');
