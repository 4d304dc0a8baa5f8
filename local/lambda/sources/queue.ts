/** Polls a queue for a function: several batches at the same time, what was done is deleted, what failed comes back when it is visible again. */
import type { Invoked } from '../invoke.ts';
import { readBatchAnswer } from './batch.ts';
import type { QueueDoor, QueueRecord } from './doors.ts';
import type { Mapping, Poller } from './mapping.ts';

export interface QueuePollerSettings {
  mapping: Mapping;
  region: string;
  door: QueueDoor;
  invoke: (payload: string) => Promise<Invoked>;
  matches: (pattern: unknown, record: unknown) => boolean;
  duplicate: () => boolean;
  log: (line: string) => void;
}

/** Filters of queues are matched against the body read as JSON. */
function matchable(record: QueueRecord): unknown {
  try {
    return { ...record, body: JSON.parse(record.body) as unknown };
  } catch {
    return record;
  }
}

/** Starts polling. */
export function pollQueue(settings: QueuePollerSettings): Poller {
  const { mapping, door } = settings;
  const most = mapping.ScalingConfig?.MaximumConcurrency ?? 5;
  const reports = mapping.FunctionResponseTypes.length > 0;
  const patterns = mapping.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown);
  const running = new Set<Promise<void>>();
  let closed = false;
  let polling = false;
  let again = false;

  async function deliver(records: QueueRecord[]): Promise<void> {
    const events = records.map((record) => ({
      ...record,
      eventSource: 'aws:sqs',
      eventSourceARN: mapping.EventSourceArn,
      awsRegion: settings.region,
    }));
    const payload = JSON.stringify({ Records: events });
    if (settings.duplicate()) await settings.invoke(payload);
    const outcome = readBatchAnswer(await settings.invoke(payload), reports, new Set(records.map(({ messageId }) => messageId)));
    if (outcome.kind === 'failed') return;
    const failed = new Set(outcome.kind === 'partial' ? outcome.items : []);
    for (const record of records) if (!failed.has(record.messageId)) await door.remove(mapping.EventSourceArn, record.receiptHandle);
  }
  async function receive(): Promise<boolean> {
    const received = await door.receive(mapping.EventSourceArn, mapping.BatchSize ?? 10);
    const wanted = received.filter(
      (record) => patterns.length === 0 || patterns.some((pattern) => settings.matches(pattern, matchable(record))),
    );
    // What no filter lets through is deleted, as Lambda does.
    for (const record of received) if (!wanted.includes(record)) await door.remove(mapping.EventSourceArn, record.receiptHandle);
    if (wanted.length === 0) return received.length > 0;
    const work = deliver(wanted)
      .catch((error: unknown) => settings.log(`A batch of ${mapping.EventSourceArn} failed: ${String(error)}`))
      .finally(() => {
        running.delete(work);
        void poll();
      });
    running.add(work);
    return true;
  }
  async function poll(): Promise<void> {
    again = true;
    if (polling) return;
    polling = true;
    try {
      while (again && !closed) {
        again = false;
        while (!closed && running.size < most && (await receive()));
      }
    } catch (error) {
      settings.log(`Polling ${mapping.EventSourceArn} failed: ${String(error)}`);
    } finally {
      polling = false;
    }
  }
  const stopListening = door.onChange(mapping.EventSourceArn, () => void poll());
  void poll();
  return {
    async close() {
      closed = true;
      stopListening();
      await Promise.allSettled(running);
    },
  };
}
