import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Item } from '../../shared/database/database.ts';
import { logFault } from './logger.ts';

export interface StreamRecord {
  event: 'INSERT' | 'MODIFY' | 'REMOVE';
  pk: string;
  sk: string;
  before?: Item;
  after?: Item;
}

function read(record: DynamoDBRecord): StreamRecord {
  const image = (given: object | undefined): Item | undefined =>
    given === undefined ? undefined : unmarshall(given as Record<string, AttributeValue>);
  const before = image(record.dynamodb?.OldImage);
  const after = image(record.dynamodb?.NewImage);
  const keys = image(record.dynamodb?.Keys) ?? {};
  return {
    event: record.eventName ?? 'MODIFY',
    pk: String(keys['pk']),
    sk: String(keys['sk']),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/**
 * The handler of a stream: records one after the other, in order. The first that fails is delivered again with all after it, so what `handle`
 * does must be harmless twice.
 */
export function streamHandler(handle: (record: StreamRecord) => Promise<void>) {
  return async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of event.Records) {
      try {
        await handle(read(record));
      } catch (error) {
        logFault('a record failed', error, { sequence: record.dynamodb?.SequenceNumber ?? '' });
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };
}
