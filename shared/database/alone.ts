/** One write without others: a plain conditional request, at half of the price that it has in a transaction. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import type { Item, TableName, Write, Written } from './database.ts';
import { clean, toTransactItem } from './requests.ts';

type Alone = Exclude<Write, { check: unknown }>;

async function send(client: DynamoDBClient, write: Alone, physical: Record<TableName, string>): Promise<unknown> {
  const { Put, Update, Delete } = toTransactItem(write, physical);
  if (Put !== undefined) return client.send(new PutItemCommand(Put));
  if (Update !== undefined) return client.send(new UpdateItemCommand(Update));
  if (Delete !== undefined) return client.send(new DeleteItemCommand(Delete));
  throw new Error('A write is a put, an update or a delete');
}

/** Does the item stand there as the write leaves it? Of a delete nobody can tell. */
function isAsWritten(write: Alone, item: Item | undefined): boolean {
  if (item === undefined || 'delete' in write) return false;
  if ('put' in write) return isDeepStrictEqual(item, unmarshall(clean(write.put)));
  const set = Object.entries(unmarshall(clean(write.set ?? {})));
  const removed = (write.remove ?? []).every((name) => item[name] === undefined);
  return removed && set.every(([name, value]) => isDeepStrictEqual(item[name], value));
}

/**
 * The client repeats a request whose answer was lost, without a token by which the service would know it: a repeat that is refused has succeeded
 * before when the item stands there as it left it. Whoever deletes reads again.
 */
export async function writeAlone(client: DynamoDBClient, write: Alone, physical: Record<TableName, string>): Promise<Written> {
  try {
    await send(client, write, physical);
    return { outcome: 'written' };
  } catch (error) {
    if (error instanceof TransactionConflictException) return { outcome: 'conflict' };
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item === undefined ? undefined : unmarshall(error.Item);
    const isRepeat = (error.$metadata.attempts ?? 1) > 1;
    if (isRepeat && isAsWritten(write, item)) return { outcome: 'written' };
    return { outcome: 'refused', index: 0, ...(item === undefined ? {} : { item }) };
  }
}
