/**
 * The one door to DynamoDB. Expected refusals (a condition that failed, a conflict) are values; faults throw.
 */
import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { writeAlone } from './alone.ts';
import { clean, toTransactItem } from './requests.ts';

export const tableNames = ['customers', 'tickets', 'contacts', 'routing', 'settings', 'connections'] as const;
export type TableName = (typeof tableNames)[number];
export type Key = { pk: string; sk: string };
export type Item = Record<string, unknown>;

export interface Condition {
  /** A condition expression; names and values are given beside it (`#state = :waiting`). */
  if?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}
/** One write of a transaction. `set` and `remove` name top-level attributes; `set` with `undefined` is left out. */
export type Write =
  | ({ put: Item & Key; table: TableName } & Condition)
  | ({ update: Key; table: TableName; set?: Item; remove?: string[] } & Condition)
  | ({ delete: Key; table: TableName } & Condition)
  | ({ check: Key; table: TableName; if: string } & Omit<Condition, 'if'>);

/** `refused`: a condition failed; `index` says whose, `item` is what stood there. `conflict`: somebody was writing; read again. */
export type Written = { outcome: 'written' } | { outcome: 'refused'; index: number; item?: Item } | { outcome: 'conflict' };

export interface Query {
  table: TableName;
  pk: string;
  /** Only sort keys that begin so. */
  prefix?: string;
  limit?: number;
  newestFirst?: boolean;
  /** At half the price; the latest writes may be missing. */
  eventual?: boolean;
}

export interface Database {
  /** A strongly consistent read; `eventual` costs half, and the latest writes may be missing. */
  get(table: TableName, key: Key, eventual?: boolean): Promise<Item | undefined>;
  /** A strongly consistent query of one partition, unless it says otherwise; reads on until `limit` or the end. */
  query(query: Query): Promise<Item[]>;
  /**
   * All or nothing. One write alone costs half of what it costs beside others, and a repeat of it that the client makes by itself recognises its
   * own success. `token` makes it a transaction, and a repeat with the same one recognises itself too.
   */
  write(writes: Write[], token?: string): Promise<Written>;
  /** Of one whose reads are eventual: the database that it looks at. */
  strong?: Database;
}

/**
 * The same database, whose reads are eventual: half the price, and perhaps a moment behind. Only for what the condition of the write that follows
 * confirms; whatever is refused by such a read has to be decided again by a strong one (`settleByGlance`). Settings are read as ever, since they
 * are remembered.
 */
export const glancing = (db: Database): Database => ({
  get: (table, key) => db.get(table, key, table !== 'settings'),
  query: (query) => db.query({ ...query, eventual: query.table !== 'settings' }),
  write: (writes, token) => db.write(writes, token),
  strong: db,
});

/** The same with strong reads. */
export const strongly = (db: Database): Database => db.strong ?? db;

/** The database behind a client; `physical` gives each table's name in the account. */
export function openDatabase(client: DynamoDBClient, physical: Record<TableName, string>): Database {
  return {
    async get(table, key, eventual = false) {
      const { Item } = await client.send(new GetItemCommand({ TableName: physical[table], Key: clean(key), ConsistentRead: !eventual }));
      return Item === undefined ? undefined : unmarshall(Item);
    },
    async query({ table, pk, prefix, limit, newestFirst, eventual = false }) {
      const items: Item[] = [];
      let start: Record<string, never> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: physical[table],
            ConsistentRead: !eventual,
            KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: clean({ ':pk': pk, ':prefix': prefix }),
            ...(limit === undefined ? {} : { Limit: limit - items.length }),
            ...(newestFirst === true ? { ScanIndexForward: false } : {}),
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
        start = page.LastEvaluatedKey as typeof start;
      } while (start !== undefined && (limit === undefined || items.length < limit));
      return items;
    },
    async write(writes, token) {
      const [only] = writes;
      if (only !== undefined && writes.length === 1 && token === undefined && !('check' in only)) return writeAlone(client, only, physical);
      try {
        await client.send(
          new TransactWriteItemsCommand({
            TransactItems: writes.map((write) => toTransactItem(write, physical)),
            ...(token === undefined ? {} : { ClientRequestToken: token }),
          }),
        );
        return { outcome: 'written' };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        const index = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
        if (index >= 0) {
          const item = reasons[index]?.Item;
          return { outcome: 'refused', index, ...(item === undefined ? {} : { item: unmarshall(item) }) };
        }
        if (reasons.some((reason) => reason.Code === 'TransactionConflict' || reason.Code === 'ThrottlingError'))
          return { outcome: 'conflict' };
        throw error;
      }
    },
  };
}
