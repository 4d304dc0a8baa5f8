/**
 * Polls a table's stream for a function: in order per item, in batches, with retries, halving of bad batches, and a destination for what is
 * given up (Lambda Developer Guide, "Using Lambda with Amazon DynamoDB"). One shard; `ParallelizationFactor` lanes by partition key.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Invoked } from '../invoke.ts';
import { readBatchAnswer, type BatchOutcome } from './batch.ts';
import type { StreamDoor, StreamRecord } from './doors.ts';
import type { Mapping, Poller } from './mapping.ts';

export interface StreamPollerSettings {
  mapping: Mapping;
  door: StreamDoor;
  invoke: (payload: string) => Promise<Invoked>;
  matches: (pattern: unknown, record: unknown) => boolean;
  /** Sends what is given up to the destination of the mapping. */
  giveUp: (destination: string, body: string) => Promise<void>;
  cursor: { get(): string | undefined; set(cursor: string | undefined): void };
  /** Delivers a batch twice when a fault says so. */
  duplicate: () => boolean;
  /** First pause before a batch is tried again; doubles up to a minute. */
  retryPauseMs: number;
  log: (line: string) => void;
}

interface Lane {
  records: StreamRecord[];
  attempts: number;
}

const ageMs = (record: StreamRecord) => Date.now() - record.dynamodb.ApproximateCreationDateTime * 1000;

/** Records by lane; one item's records are always in one lane. */
function lanesOf(records: readonly StreamRecord[], factor: number): StreamRecord[][] {
  const lanes = new Map<number, StreamRecord[]>();
  for (const record of records) {
    const [partitionKey] = Object.values(record.dynamodb.Keys);
    const lane = factor === 1 ? 0 : createHash('md5').update(JSON.stringify(partitionKey)).digest().readUInt32BE(0) % factor;
    lanes.set(lane, [...(lanes.get(lane) ?? []), record]);
  }
  return [...lanes.values()];
}

function failureRecord(mapping: Mapping, condition: string, batch: Lane, last: Invoked | undefined): string {
  const [first] = batch.records;
  const end = batch.records.at(-1);
  const at = (record: StreamRecord | undefined) => new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return JSON.stringify({
    requestContext: { requestId: last?.requestId, functionArn: mapping.FunctionName, condition, approximateInvokeCount: batch.attempts },
    responseContext: { statusCode: last?.status, executedVersion: last?.executedVersion, functionError: last?.functionError },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000000-00000000',
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: end?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: at(first),
      approximateArrivalOfLastRecord: at(end),
      batchSize: batch.records.length,
      streamArn: mapping.EventSourceArn,
    },
  });
}

/** Starts polling; reads on where the cursor stands. */
export function pollStream(settings: StreamPollerSettings): Poller {
  const { mapping, door } = settings;
  const size = mapping.BatchSize ?? 100;
  const reports = mapping.FunctionResponseTypes.length > 0;
  const patterns = mapping.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown);
  let closed = false;
  const stop = new AbortController();
  const sleep = (ms: number) => pause(ms, undefined, { signal: stop.signal }).catch(() => undefined);

  async function send(records: readonly StreamRecord[]): Promise<{ outcome: BatchOutcome; invoked?: Invoked }> {
    const payload = JSON.stringify({ Records: records.map((record) => ({ ...record, eventSourceARN: mapping.EventSourceArn })) });
    try {
      const invoked = await settings.invoke(payload);
      return { outcome: readBatchAnswer(invoked, reports, new Set(records.map((r) => r.dynamodb.SequenceNumber))), invoked };
    } catch (error) {
      settings.log(`A batch of ${mapping.EventSourceArn} waits: ${String(error)}`);
      return { outcome: { kind: 'failed' } };
    }
  }
  /** What is left of a batch after an answer: nothing, the rest from the first failure on, or halves. */
  function rest(batch: Lane, outcome: BatchOutcome): Lane[] {
    if (outcome.kind === 'done') return [];
    const from =
      outcome.kind === 'partial' ? batch.records.findIndex((record) => outcome.items.includes(record.dynamodb.SequenceNumber)) : 0;
    const records = batch.records.slice(from);
    // A batch that shrank made progress, so its attempts count anew.
    const attempts = from > 0 ? 0 : batch.attempts;
    if (!mapping.BisectBatchOnFunctionError || outcome.kind === 'partial' || records.length < 2) return [{ records, attempts }];
    const middle = records.length >> 1;
    return [
      { records: records.slice(0, middle), attempts },
      { records: records.slice(middle), attempts },
    ];
  }
  async function exhausted(batch: Lane, last: Invoked | undefined): Promise<boolean> {
    const [first] = batch.records;
    const tooOld = mapping.MaximumRecordAgeInSeconds >= 0 && first !== undefined && ageMs(first) > mapping.MaximumRecordAgeInSeconds * 1000;
    const tooOften = mapping.MaximumRetryAttempts >= 0 && batch.attempts > mapping.MaximumRetryAttempts;
    if (!tooOld && !tooOften) return false;
    const destination = mapping.DestinationConfig.OnFailure?.Destination;
    settings.log(`${batch.records.length} record(s) of ${mapping.EventSourceArn} were given up`);
    if (destination !== undefined)
      await settings.giveUp(destination, failureRecord(mapping, tooOld ? 'RecordAgeExceeded' : 'RetryAttemptsExhausted', batch, last));
    return true;
  }
  async function runLane(records: StreamRecord[]): Promise<void> {
    const open: Lane[] = [];
    for (let i = 0; i < records.length; i += size) open.push({ records: records.slice(i, i + size), attempts: 0 });
    let pauseMs = settings.retryPauseMs;
    for (let batch = open.shift(); batch !== undefined && !closed; batch = open.shift()) {
      batch.attempts += 1;
      if (settings.duplicate()) await send(batch.records);
      const { outcome, invoked } = await send(batch.records);
      if (outcome.kind === 'done') {
        pauseMs = settings.retryPauseMs;
        continue;
      }
      if (await exhausted(batch, invoked)) continue;
      open.unshift(...rest(batch, outcome));
      await sleep(pauseMs);
      pauseMs = Math.min(60_000, pauseMs * 2);
    }
  }
  async function loop(): Promise<void> {
    let gathered = false;
    let cursor = settings.cursor.get() ?? (mapping.StartingPosition === 'LATEST' ? door.latest(mapping.EventSourceArn) : undefined);
    while (!closed) {
      const { records, cursor: behind } = door.read(mapping.EventSourceArn, cursor, size * mapping.ParallelizationFactor);
      if (records.length === 0) {
        await new Promise<void>((done) => {
          idle = done;
          // What was written between the read and here must not be slept over.
          if (closed || door.read(mapping.EventSourceArn, cursor, 1).records.length > 0) done();
        });
        continue;
      }
      if (!gathered && mapping.MaximumBatchingWindowInSeconds > 0 && records.length < size) {
        await sleep(mapping.MaximumBatchingWindowInSeconds * 1000);
        gathered = true;
        continue;
      }
      gathered = false;
      const wanted = records.filter((record) => patterns.length === 0 || patterns.some((pattern) => settings.matches(pattern, record)));
      await Promise.all(lanesOf(wanted, mapping.ParallelizationFactor).map(runLane));
      if (closed) return;
      cursor = behind;
      settings.cursor.set(cursor);
    }
  }
  let idle: () => void = () => undefined;
  const stopListening = door.onChange(mapping.EventSourceArn, () => idle());
  const running = loop().catch((error: unknown) => settings.log(`Polling ${mapping.EventSourceArn} ended: ${String(error)}`));
  return {
    async close() {
      closed = true;
      stopListening();
      idle();
      stop.abort();
      await running;
    },
  };
}
