/**
 * The tables of the contact center in memory, behind the same door as DynamoDB: for interleavings by the million. Each call is done when it
 * answers, so operations are serial; between its judgement and its commit a write may hold its items, and whoever writes them meanwhile meets
 * a conflict. `conformance.test.ts` proves it equal to the local engine in answers, streams and costs.
 */
import {
  type Database,
  type Item,
  type Key,
  type Query,
  type TableName,
  tableNames,
  type Write,
  type Written,
} from '../../shared/database/database.ts';
import type { ItemChange } from '../../shared/routing/catch-up.ts';
import { holds } from './condition.ts';
import { type Cost, queryUnits, readUnits, writeUnits } from './cost.ts';
import { Partition } from './partition.ts';
import { frozen, itemSize, kept, keptItem, same } from './value.ts';

export type Change = ItemChange & { pk: string; sequence: number };
/** One write of a transaction that was judged well. */
interface Judged {
  operation: 'put' | 'update' | 'delete' | 'check';
  table: TableName;
  key: Key;
  before: Item | undefined;
  after: Item | undefined;
}
/** A write that an eventual read may not see. */
interface Recent {
  pk: string;
  sk: string;
  before: Item | undefined;
}
export type Judgement = { refusal: Written } | { judged: readonly Judged[]; token?: { id: string; text: string } };

const conflict: Judgement = { refusal: { outcome: 'conflict' } };
const written: Written = { outcome: 'written' };
const nothing: Readonly<Item> = Object.freeze({});
const noNames = nothing as Readonly<Record<string, string>>;

const keyOf = (write: Write): Key =>
  'put' in write ? write.put : 'update' in write ? write.update : 'delete' in write ? write.delete : write.check;
const lockOf = (table: TableName, { pk, sk }: Key) => `${table} ${pk} ${sk}`;

function becomes(write: Write, before: Item | undefined): Item | undefined {
  if ('put' in write) return keptItem(write.put);
  if ('delete' in write) return undefined;
  if ('check' in write) return before;
  const { update, set = nothing, remove = [] } = write;
  const after: Item = { ...(before ?? update) };
  let changes = 0;
  for (const name in set) {
    if (set[name] === undefined) continue;
    if (name === 'pk' || name === 'sk' || remove.includes(name)) throw new Error(`An update can't set ${name}`);
    after[name] = kept(set[name]);
    changes++;
  }
  for (const name of remove) {
    if (name === 'pk' || name === 'sk') throw new Error(`An update can't remove ${name}`);
    delete after[name];
    changes++;
  }
  if (changes === 0) throw new Error('An update of nothing');
  return frozen(after);
}

function refuseTwice(writes: readonly Write[]): void {
  for (let i = 1; i < writes.length; i++) {
    const one = writes[i] as Write;
    const { pk, sk } = keyOf(one);
    for (let j = 0; j < i; j++) {
      const other = writes[j] as Write;
      const key = keyOf(other);
      if (key.sk === sk && key.pk === pk && other.table === one.table) throw new Error(`Two writes of ${pk} ${sk} in one transaction`);
    }
  }
}

export class Memory {
  /** Told what each operation costs, when somebody asks. */
  meter: ((cost: Cost) => void) | undefined;
  /** Gets each change of the streams when somebody follows them; then they are not kept, so that a day of them needs no memory. */
  follower: ((table: TableName, change: Change) => void) | undefined;
  private readonly tables = new Map<TableName, Map<string, Partition>>(tableNames.map((name) => [name, new Map<string, Partition>()]));
  private readonly streams = new Map<TableName, Change[]>(tableNames.map((name) => [name, []]));
  /** Asked at each eventual read: how many of the table's latest writes it does not see. */
  unseen: (() => number) | undefined;
  /** Asked for each item of an eventual query: how much it is missed of what is (0 to 1), since each may be seen as at a moment of its own. */
  torn: (() => number) | undefined;
  private readonly recent = new Map<TableName, Recent[]>(tableNames.map((name) => [name, []]));
  private readonly held = new Set<string>();
  private readonly tokens = new Map<string, string>();

  /** All items of a partition, sorted; without cost. */
  partition(table: TableName, pk: string): readonly Item[] {
    return this.tables.get(table)?.get(pk)?.items ?? [];
  }
  /** What has changed in a table, oldest first; records are numbered from 1. */
  stream(table: TableName): readonly Change[] {
    return this.streams.get(table) as Change[];
  }

  get(table: TableName, { pk, sk }: Key, eventual = false): Item | undefined {
    const item = this.partitionAs(eventual, table, pk)?.get(sk);
    this.meter?.({ operation: 'get', table, pk, sk, units: readUnits(itemSize(item)) * (eventual ? 0.5 : 1) });
    return item;
  }

  query({ table, pk, prefix = '', limit = Infinity, newestFirst = false, eventual = false }: Query): Item[] {
    const found = this.partitionAs(eventual, table, pk, this.torn)?.find(prefix, limit, newestFirst) ?? [];
    this.meter?.({ operation: 'query', table, pk, sk: prefix, units: queryUnits(found, limit) * (eventual ? 0.5 : 1) });
    return found;
  }

  /** As it stands, or as it stood before the table's latest writes, of which an eventual read may miss some. */
  private partitionAs(eventual: boolean, table: TableName, pk: string, torn?: () => number): Partition | undefined {
    const present = this.tables.get(table)?.get(pk);
    const unseen = eventual && this.unseen !== undefined ? this.unseen() : 0;
    if (unseen === 0) return present;
    const recent = this.recent.get(table) as Recent[];
    const late = recent.slice(-unseen).filter((one) => one.pk === pk);
    if (late.length === 0) return present;
    const then = new Partition(present?.items);
    const missed = new Map<string, number>();
    for (const { sk } of late) missed.set(sk, (missed.get(sk) ?? 0) + 1);
    if (torn !== undefined) for (const [sk, most] of missed) missed.set(sk, Math.round(most * torn()));
    for (const { sk, before } of late.reverse()) {
      const left = missed.get(sk) ?? 0;
      if (left > 0) then.set(sk, before);
      missed.set(sk, left - 1);
    }
    return then;
  }

  /** Could this be written now? Throws for what the service would not look at. */
  judge(writes: readonly Write[], token?: string): Judgement {
    if (writes.length === 0 || writes.length > 100) throw new Error(`A transaction of ${writes.length} writes`);
    refuseTwice(writes);
    const text = token === undefined ? '' : JSON.stringify(writes);
    if (token !== undefined && this.tokens.has(token)) {
      if (this.tokens.get(token) !== text) throw new Error('The token has been used for another write');
      return { judged: [] };
    }
    if (this.held.size > 0 && writes.some((write) => this.held.has(lockOf(write.table, keyOf(write))))) return conflict;
    const judged: Judged[] = [];
    for (const [index, write] of writes.entries()) {
      const key = keyOf(write);
      const before = this.tables.get(write.table)?.get(key.pk)?.get(key.sk);
      if (write.if !== undefined && !holds(write.if, before ?? nothing, write.names ?? noNames, write.values ?? nothing)) {
        return { refusal: { outcome: 'refused', index, ...(before === undefined ? {} : { item: before }) } };
      }
      const operation = 'put' in write ? 'put' : 'update' in write ? 'update' : 'delete' in write ? 'delete' : 'check';
      judged.push({ operation, table: write.table, key, before, after: becomes(write, before) });
    }
    return { judged, ...(token === undefined ? {} : { token: { id: token, text } }) };
  }

  /** Holds the items of a judged write until the returned function is called. */
  hold({ judged }: Extract<Judgement, { judged: unknown }>): () => void {
    const locks = judged.map(({ table, key }) => lockOf(table, key));
    for (const lock of locks) this.held.add(lock);
    return () => {
      for (const lock of locks) this.held.delete(lock);
    };
  }

  /** Makes a judged write; in the same turn as its judgement, or while its items are held. */
  commit({ judged, token }: Extract<Judgement, { judged: unknown }>): void {
    const alone = judged.length === 1 && token === undefined && judged[0]?.operation !== 'check';
    for (const one of judged) this.apply(one, alone ? 1 : 2);
    if (token !== undefined) this.tokens.set(token.id, token.text);
  }

  write(writes: readonly Write[], token?: string): Written {
    const judgement = this.judge(writes, token);
    if ('refusal' in judgement) return judgement.refusal;
    this.commit(judgement);
    return written;
  }

  private apply({ operation, table, key: { pk, sk }, before, after }: Judged, times: 1 | 2): void {
    this.meter?.({ operation, table, pk, sk, units: times * writeUnits(before, after) });
    if (operation === 'check' || same(before, after)) return;
    const partitions = this.tables.get(table) as Map<string, Partition>;
    let partition = partitions.get(pk);
    if (partition === undefined) partitions.set(pk, (partition = new Partition()));
    partition.set(sk, after);
    if (this.unseen !== undefined) this.note(table, { pk, sk, before });
    const stream = this.streams.get(table) as Change[];
    const event = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
    const change: Change = { sequence: stream.length + 1, event, pk, sk };
    if (before !== undefined) change.before = before;
    if (after !== undefined) change.after = after;
    if (this.follower === undefined) stream.push(change);
    else this.follower(table, change);
  }

  private note(table: TableName, write: Recent): void {
    const recent = this.recent.get(table) as Recent[];
    recent.push(write);
    if (recent.length > 128) recent.splice(0, 64);
  }
}

/** The door that the operations know. */
export const openMemory = (memory: Memory): Database => ({
  get: async (table, key, eventual) => memory.get(table, key, eventual),
  query: async (query) => memory.query(query),
  write: async (writes, token) => memory.write(writes, token),
});
