/** Every operation that the engine knows, by its name in the protocol. */
import { AwsError } from '../../../contract.ts';
import type { Engine } from '../engine.ts';
import { asRequest, type Request } from '../request.ts';
import { batchGetItem, batchWriteItem } from './batch.ts';
import { deleteItem, getItem, putItem, updateItem } from './items.ts';
import { query, scan } from './query.ts';
import { describeStream, getRecords, getShardIterator, listStreams } from './streams.ts';
import { createTable, deleteTable, describeTable, describeTimeToLive, listTables, updateTimeToLive } from './tables.ts';
import { prepareTransaction, transactGetItems, transactWriteItems } from './transactions.ts';

const operations: Record<string, (engine: Engine, request: Request) => object> = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeStream: describeStream,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListStreams: listStreams,
  ListTables: listTables,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UpdateItem: updateItem,
  UpdateTimeToLive: updateTimeToLive,
};

/** Answers one request at once; throws AwsError. */
export function execute(engine: Engine, operation: string, request: unknown): object {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run === undefined) throw new AwsError('NotImplemented', `DynamoDB's ${operation} is not supported by the local cloud`, 501);
  return run(engine, asRequest(request));
}

/**
 * As `execute`, but a transaction stays open, its items locked, until `during` is done: others collide with it as they would in the service.
 * When `during` fails, nothing is written.
 */
export async function executeOpen(engine: Engine, operation: string, request: unknown, during: () => Promise<void>): Promise<object> {
  if (operation !== 'TransactWriteItems') return execute(engine, operation, request);
  const transaction = prepareTransaction(engine, asRequest(request));
  const unlock = engine.lock(transaction.places, transaction.token);
  try {
    await during();
    return transaction.commit();
  } finally {
    unlock();
  }
}
