/**
 * The one door to DynamoDB. Expected refusals (a condition that failed, a conflict) are values; faults throw.
 */
import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export const tableNames = ['customers', 'tickets', 'contacts', 'routing', 'settings', 'connections'] as const;
export type TableName = (typeof tableNames)[number];
export type Key = { pk: string; sk: string };
export type Item = Record<string, unknown>;

interface Condition {
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
}

export interface Database {
  /** A strongly consistent read. */
  get(table: TableName, key: Key): Promise<Item | undefined>;
  /** A strongly consistent query of one partition; reads on until `limit` or the end. */
  query(query: Query): Promise<Item[]>;
  /** All or nothing. One write costs what a plain conditional write costs; `token` makes a repeat recognise its own success. */
  write(writes: Write[], token?: string): Promise<Written>;
}

const condition = (c: Condition) => ({
  ...(c.if === undefined ? {} : { ConditionExpression: c.if, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
});
const clean = (item: Item) => marshall(item, { removeUndefinedValues: true });

function toTransactItem(write: Write, physical: Record<TableName, string>): TransactWriteItem {
  const TableName = physical[write.table];
  const names: Record<string, string> = { ...write.names };
  const values: Item = { ...write.values };
  const given = () => ({
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: clean(values) } : {}),
  });
  if ('put' in write) return { Put: { TableName, Item: clean(write.put), ...condition(write), ...given() } };
  if ('delete' in write) return { Delete: { TableName, Key: clean(write.delete), ...condition(write), ...given() } };
  if ('check' in write) {
    return {
      ConditionCheck: {
        TableName,
        Key: clean(write.check),
        ConditionExpression: write.if,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...given(),
      },
    };
  }
  const sets = Object.entries(write.set ?? {}).filter(([, value]) => value !== undefined);
  const parts: string[] = [];
  if (sets.length > 0) parts.push(`SET ${sets.map((_, i) => `#s${i} = :s${i}`).join(', ')}`);
  sets.forEach(([name, value], i) => {
    names[`#s${i}`] = name;
    values[`:s${i}`] = value;
  });
  const removes = write.remove ?? [];
  if (removes.length > 0) parts.push(`REMOVE ${removes.map((_, i) => `#r${i}`).join(', ')}`);
  removes.forEach((name, i) => (names[`#r${i}`] = name));
  return { Update: { TableName, Key: clean(write.update), UpdateExpression: parts.join(' '), ...condition(write), ...given() } };
}

/** The database behind a client; `physical` gives each table's name in the account. */
export function openDatabase(client: DynamoDBClient, physical: Record<TableName, string>): Database {
  return {
    async get(table, key) {
      const { Item } = await client.send(new GetItemCommand({ TableName: physical[table], Key: clean(key), ConsistentRead: true }));
      return Item === undefined ? undefined : unmarshall(Item);
    },
    async query({ table, pk, prefix, limit, newestFirst }) {
      const items: Item[] = [];
      let start: Record<string, never> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: physical[table],
            ConsistentRead: true,
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
