/** The client that the conformance suite talks to: the engine in this process, or any endpoint (`DYNAMODB_ENDPOINT`). */
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { createEngine, inProcessClient } from '../../../local/services/dynamodb/dynamodb.ts';

const endpoint = process.env['DYNAMODB_ENDPOINT'];

export const client: DynamoDBClient =
  endpoint === undefined
    ? inProcessClient(createEngine())
    : new DynamoDBClient({
        endpoint,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });

/** A fresh table with string keys `pk` and `sk` and the index `byOwner` (`owner`, number `at`), all attributes projected. */
export async function freshTable(): Promise<{ name: string; drop: () => Promise<void> }> {
  const name = `conformance-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'owner', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byOwner',
          KeySchema: [
            { AttributeName: 'owner', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: name });
  return { name, drop: async () => void (await client.send(new DeleteTableCommand({ TableName: name }))) };
}

/** The name of the error that a request was answered with; fails when there was none. */
export async function refusal(
  work: Promise<unknown>,
): Promise<Error & { Item?: unknown; CancellationReasons?: { Code?: string; Item?: unknown }[] }> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('the request was answered though it should have been refused');
}
