/**
 * The state of all tables and the only place that changes it. Every request is answered between two turns of the event loop, so requests are
 * serial; a transaction may be held open (`lock`) to let others collide with it.
 */
import { AwsError, type Place as Account } from '../../contract.ts';
import { openJournal, type Journal } from '../journal.ts';
import { Lag, type Unseen } from './lag.ts';
import { ChangeStream, keptMs, type Change } from './stream.ts';
import type { Row } from './sorted.ts';
import { Table, type Place, type TableDefinition } from './table.ts';
import { sameItem, type Item } from './value.ts';

export interface Write {
  table: Table;
  place: Place;
  before: Item | undefined;
  after: Item | undefined;
  /** Deleted by time to live. */
  service?: true;
}

/** The answer to a finished transaction is remembered by its token for ten minutes. */
interface Token {
  /** What was asked, to refuse another request under the same token. */
  request: string;
  at: number;
}
const tokenKeptMs = 600_000;

type Logged = [table: string, key: Item, after: Item | null, service?: 1];
const logged = ({ table, place, after, service }: Write): Logged =>
  service ? [table.definition.name, place.key, after ?? null, 1] : [table.definition.name, place.key, after ?? null];

/** One line of the journal. A `c` line is one commit: instant, writes as [table, key, item or null, by time to live], token. */
type Entry =
  | { table: TableDefinition; sequence?: number }
  | { drop: string }
  | { c: [at: number, writes: Logged[], token?: [string, string]] }
  | { item: [table: string, item: Item] }
  | { change: [table: string, change: Change] }
  | { token: [id: string, token: Token] };

export interface EngineSettings {
  account: Account;
  /** Where state is kept; without it, in memory only. */
  dir?: string;
  now: () => number;
  /** What eventually consistent reads are behind by; without it they see everything. */
  unseen?: Unseen;
}

export class Engine {
  readonly tables = new Map<string, Table>();
  readonly streams = new Map<string, ChangeStream>();
  readonly account: Account;
  readonly now: () => number;
  unseen: Unseen | undefined;
  private readonly lags = new Map<string, Lag>();
  private readonly tokens = new Map<string, Token>();
  private readonly locks = new Set<string>();
  private readonly journal: Journal<Entry> | undefined;
  private trimmedAt = 0;

  constructor(settings: EngineSettings) {
    this.account = settings.account;
    this.now = settings.now;
    this.unseen = settings.unseen;
    if (settings.dir !== undefined) this.journal = openJournal<Entry>(settings.dir, (entry) => this.replay(entry));
    this.trim();
  }

  tableArn(name: string): string {
    return `arn:aws:dynamodb:${this.account.region}:${this.account.account}:table/${name}`;
  }
  /** Undefined where the table has no stream. */
  streamArn(table: Table): string | undefined {
    const { stream, name } = table.definition;
    return stream && `${this.tableArn(name)}/stream/${stream.label}`;
  }
  /** By name or ARN; throws ResourceNotFoundException. */
  table(nameOrArn: string): Table {
    const table = this.tables.get(nameOrArn.startsWith('arn:') ? (nameOrArn.split('table/')[1] ?? '') : nameOrArn);
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }
  stream(table: Table): ChangeStream {
    let stream = this.streams.get(table.definition.name);
    if (stream === undefined) this.streams.set(table.definition.name, (stream = new ChangeStream()));
    return stream;
  }
  /** Makes the table, or gives an existing one its new indexes, stream and time to live. */
  define(definition: TableDefinition): Table {
    this.journal?.append({ table: definition });
    return this.applyDefinition(definition);
  }
  drop(name: string): void {
    this.journal?.append({ drop: name });
    this.tables.delete(name);
    this.streams.delete(name);
  }
  private applyDefinition(definition: TableDefinition): Table {
    const existing = this.tables.get(definition.name);
    if (existing !== undefined) {
      existing.redefine(definition);
      return existing;
    }
    const table = new Table(definition);
    this.tables.set(definition.name, table);
    return table;
  }

  /** All writes at once. Conditions have been judged by the caller, in the same turn or under a lock. */
  commit(writes: Write[], token?: { id: string; request: string }): void {
    const at = this.now();
    this.journal?.append({ c: token === undefined ? [at, writes.map(logged)] : [at, writes.map(logged), [token.id, token.request]] });
    this.apply(writes, at);
    if (token !== undefined) this.tokens.set(token.id, { request: token.request, at });
    for (const table of new Set(writes.map((write) => write.table))) this.streams.get(table.definition.name)?.announce();
    if (at - this.trimmedAt > 60_000) this.trim();
    if (this.journal?.due === true) this.journal.snapshot(this.entries());
  }
  private apply(writes: Write[], at: number): void {
    for (const { table, place, before, after, service } of writes) {
      table.change(place, before, after);
      const changed = before === undefined ? after !== undefined : after === undefined || !sameItem(before, after);
      if (changed && this.unseen !== undefined) this.lag(table).note(place, before, at);
      if (table.definition.stream === undefined || !changed) continue;
      const stream = this.stream(table);
      stream.append({
        sequence: stream.lastSequence + 1,
        at,
        keys: place.key,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        ...(service === undefined ? {} : { service }),
      });
    }
  }

  private lag({ definition: { name } }: Table): Lag {
    let lag = this.lags.get(name);
    if (lag === undefined) this.lags.set(name, (lag = new Lag()));
    return lag;
  }
  /** An item as a read finds it that asks for strong consistency or doesn't. */
  find(table: Table, place: Place, strong: boolean): Item | undefined {
    const present = table.item(place);
    return strong || this.unseen === undefined ? present : this.lag(table).item(place, present, this.unseen);
  }
  /** The same for the rows of a partition. */
  partition(table: Table, hash: string, strong: boolean): readonly Row[] {
    const present = table.rows.partition(hash);
    return strong || this.unseen === undefined ? present : this.lag(table).rows(hash, present, this.unseen);
  }

  /** The remembered transaction of a token; undefined when there is none, or it is older than ten minutes. */
  remembered(id: string): Token | undefined {
    const token = this.tokens.get(id);
    return token !== undefined && token.at > this.now() - tokenKeptMs ? token : undefined;
  }
  isLocked(table: Table, place: Place): boolean {
    return this.locks.size > 0 && this.locks.has(lockName(table, place));
  }
  /** Holds items for a transaction until the returned function is called. */
  lock(held: { table: Table; place: Place }[], token?: string): () => void {
    const names = held.map(({ table, place }) => lockName(table, place));
    if (token !== undefined) names.push(`token ${token}`);
    for (const name of names) this.locks.add(name);
    return () => {
      for (const name of names) this.locks.delete(name);
    };
  }
  isTokenHeld(token: string): boolean {
    return this.locks.has(`token ${token}`);
  }

  /** Deletes what has expired, as the service does within days: here at once. Gives the number of items. */
  expire(): number {
    const nowSeconds = Math.floor(this.now() / 1000);
    const fiveYears = 5 * 365 * 86_400;
    let count = 0;
    for (const table of this.tables.values()) {
      const due = [...table.expiries.values()].filter(({ at }) => at <= nowSeconds && at > nowSeconds - fiveYears);
      const writes = due
        .filter(({ place }) => !this.isLocked(table, place))
        .map(({ place }) => ({ table, place, before: table.item(place), after: undefined, service: true as const }));
      if (writes.length > 0) this.commit(writes);
      count += writes.length;
    }
    return count;
  }

  private replay(entry: Entry): void {
    if ('table' in entry) {
      const table = this.applyDefinition(entry.table);
      if (entry.sequence !== undefined) this.stream(table).lastSequence = entry.sequence;
    } else if ('drop' in entry) {
      this.tables.delete(entry.drop);
      this.streams.delete(entry.drop);
    } else if ('c' in entry) {
      const [at, writes, token] = entry.c;
      for (const [name, key, after, service] of writes) {
        const table = this.table(name);
        const place = table.placeOf(key);
        this.apply(
          [{ table, place, before: table.item(place), after: after ?? undefined, ...(service === 1 ? { service: true } : {}) }],
          at,
        );
      }
      if (token !== undefined) this.tokens.set(token[0], { request: token[1], at });
    } else if ('item' in entry) {
      const table = this.table(entry.item[0]);
      table.change(table.placeOf(entry.item[1]), undefined, entry.item[1]);
    } else if ('change' in entry) this.stream(this.table(entry.change[0])).append(entry.change[1]);
    else this.tokens.set(entry.token[0], entry.token[1]);
  }
  private *entries(): Generator<Entry> {
    for (const [name, table] of this.tables) {
      yield { table: table.definition, sequence: this.stream(table).lastSequence };
      for (const row of table.rows.all()) yield { item: [name, row.item] };
      for (const change of this.stream(table).changes) yield { change: [name, change] };
    }
    for (const token of this.tokens) yield { token };
  }
  private trim(): void {
    const now = this.now();
    this.trimmedAt = now;
    for (const stream of this.streams.values()) {
      if (stream.changes[0] !== undefined && stream.changes[0].at < now - keptMs) stream.trim(now);
    }
    for (const [id, token] of this.tokens) if (token.at <= now - tokenKeptMs) this.tokens.delete(id);
  }
  close(): void {
    this.journal?.close();
  }
}

const lockName = (table: Table, place: Place) => `${table.definition.name} ${place.id}`;
