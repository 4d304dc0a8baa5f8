/** DynamoDB on one machine: what its parts give to the local cloud, and to tests. */
import { join } from 'node:path';
import type { Place as Account, Service } from '../../contract.ts';
import { defaultPlace } from '../../contract.ts';
import { Engine } from './engine.ts';
import type { Unseen } from './lag.ts';
import { recordOf, streamOf } from './operations/streams.ts';
import { dynamoDbService } from './service.ts';
import type { StreamRecord } from './stream.ts';

export { Engine } from './engine.ts';
export { usualLag } from './lag.ts';
export { inProcessClient, type Hooks, type Operation } from './in-process-client.ts';
export type { StreamRecord } from './stream.ts';

export interface DynamoDb {
  service: Service;
  engine: Engine;
  /**
   * Up to `limit` records behind `cursor`, in order, and the cursor for what follows; with nothing new the same cursor comes back. Reading takes
   * nothing away, so a poller that failed half way goes on from the sequence number it reached: a record's `SequenceNumber` is a cursor.
   */
  read(streamArn: string, cursor: 'TRIM_HORIZON' | 'LATEST' | (string & {}), limit: number): { records: StreamRecord[]; cursor: string };
  /** Calls `listener` whenever records may have arrived; gives the function that ends it. */
  changed(streamArn: string, listener: () => void): () => void;
  close(): Promise<void>;
}

export interface DynamoDbSettings {
  place?: Account;
  /** State is kept below it (`dynamodb/`); without it, in memory only. */
  dir?: string;
  now?: () => number;
  /** How often expired items are deleted, ms; 0: only when `engine.expire()` is called. */
  expiryMs?: number;
  /** What eventually consistent reads are behind by; without it they see everything. */
  unseen?: Unseen;
}

/** An engine alone, in memory: what tests of tables need. */
export const createEngine = (now: () => number = Date.now, account: Account = defaultPlace): Engine => new Engine({ account, now });

export function createDynamoDb(settings: DynamoDbSettings = {}): DynamoDb {
  const { place = defaultPlace, dir, now = Date.now, expiryMs = 5_000, unseen } = settings;
  const engine = new Engine({
    account: place,
    now,
    ...(dir === undefined ? {} : { dir: join(dir, 'dynamodb') }),
    ...(unseen === undefined ? {} : { unseen }),
  });
  const timer = expiryMs > 0 ? setInterval(() => engine.expire(), expiryMs).unref() : undefined;
  const close = async () => {
    clearInterval(timer);
    engine.close();
  };
  return {
    engine,
    service: { ...dynamoDbService(engine), close },
    close,
    changed: (arn, listener) => streamOf(engine, arn).stream.onChange(listener),
    read(arn, cursor, limit) {
      const { table, stream } = streamOf(engine, arn);
      const after = cursor === 'TRIM_HORIZON' ? 0 : cursor === 'LATEST' ? stream.lastSequence : Number(cursor);
      const changes = stream.after(after, limit);
      return { records: changes.map((change) => recordOf(engine, table, change)), cursor: String(changes.at(-1)?.sequence ?? after) };
    },
  };
}
