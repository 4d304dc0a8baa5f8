/** A table's stream: its changes in order, kept for a day, read with a cursor. */
import type { StreamView } from './table.ts';
import type { Item } from './value.ts';

/** One change as the engine keeps it. `service` marks deletions by time to live. */
export interface Change {
  sequence: number;
  /** Epoch milliseconds. */
  at: number;
  keys: Item;
  before?: Item;
  after?: Item;
  service?: true;
}

/** A record as GetRecords answers it and as Lambda passes it on (there with `eventSourceARN` added). */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  userIdentity?: { type: 'Service'; principalId: 'dynamodb.amazonaws.com' };
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: StreamView;
  };
}

export const keptMs = 24 * 3600_000;
/** Sequence numbers of the service are long; equally long ones sort as strings too. */
export const sequenceText = (sequence: number) => String(sequence).padStart(21, '0');

export class ChangeStream {
  /** Ascending by sequence. */
  readonly changes: Change[] = [];
  lastSequence = 0;
  private readonly listeners = new Set<() => void>();

  append(change: Change): void {
    this.changes.push(change);
    this.lastSequence = change.sequence;
  }
  /** Drops what is older than a day. */
  trim(now: number): void {
    const keep = this.changes.findIndex((change) => change.at >= now - keptMs);
    if (keep !== 0) this.changes.splice(0, keep === -1 ? this.changes.length : keep);
  }
  /** Changes with a sequence above `after`, oldest first. */
  after(after: number, limit: number): Change[] {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.changes[middle] as Change).sequence <= after) low = middle + 1;
      else high = middle;
    }
    return this.changes.slice(low, low + limit);
  }
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
  announce(): void {
    for (const listener of this.listeners) listener();
  }
}
