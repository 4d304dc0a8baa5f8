import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Fact } from '../../shared/facts/facts.ts';
import { newsIn, mayTell } from '../../shared/facts/together.ts';
import { define, variables } from '../kit/definition.ts';
import { variable } from '../kit/environment.ts';
import { logFault } from '../kit/logger.ts';

export const definition = define({
  purpose: 'Carries facts from the tables’ streams to the bus, in order and at least once; consumers know a fact by its factId.',
  wakes: { stream: ['contacts', 'routing', 'customers', 'tickets', 'settings'], facts: true },
  may: [{ bus: 'facts', actions: ['PutEvents'] }],
  timeoutSeconds: 30,
});

/** The bus takes ten at a time. */
const atATime = 10;
const client = new EventBridgeClient({});

const tells = ({ eventName, dynamodb }: DynamoDBRecord): boolean => eventName !== 'REMOVE' && mayTell(dynamodb?.Keys?.['sk']?.S ?? '');

/** A fact on its way, with the record that it came by. */
interface Told {
  fact: Fact;
  record: DynamoDBRecord;
}

const image = (of: unknown) => (of === undefined ? undefined : unmarshall(of as Record<string, AttributeValue>));

/** What was told by this very write. */
const toldBy = (record: DynamoDBRecord): Told[] =>
  newsIn(image(record.dynamodb?.NewImage) ?? {}, image(record.dynamodb?.OldImage)).map((fact) => ({ fact, record }));

function entry({ fact }: Told): PutEventsRequestEntry {
  return {
    EventBusName: variable(variables.bus),
    Source: 'linehall',
    DetailType: fact.type,
    Time: new Date(fact.at),
    Detail: JSON.stringify(fact),
  };
}

/** Publishes a few; answers the first that the bus did not take. */
async function publish(told: readonly Told[]): Promise<DynamoDBRecord | undefined> {
  try {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: told.map(entry) }));
    const failed = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    return failed < 0 ? undefined : told[failed]?.record;
  } catch (error) {
    logFault('facts could not be published', error, { count: told.length });
    return told[0]?.record;
  }
}

export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const facts = event.Records.filter(tells).flatMap(toldBy);
  for (let i = 0; i < facts.length; i += atATime) {
    const failed = await publish(facts.slice(i, i + atATime));
    if (failed !== undefined) return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }] };
  }
  return { batchItemFailures: [] };
}
