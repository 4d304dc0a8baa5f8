/** One standard queue: messages wait, become visible, are received, come back when they were not deleted, and end in the dead-letter queue. */
import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../../contract.ts';
import type { MessageAttributes } from './message-attributes.ts';

export interface QueueAttributes {
  delaySeconds: number;
  visibilityTimeoutSeconds: number;
  retentionSeconds: number;
  receiveWaitSeconds: number;
  maximumMessageBytes: number;
  redrive?: { deadLetterArn: string; maxReceiveCount: number };
}
export interface Message {
  id: string;
  body: string;
  attributes: MessageAttributes;
  /** Epoch milliseconds. */
  sentAt: number;
  /** Not visible before. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The handle of the latest receipt, while it lasts. */
  receipt?: string;
  /** The queue it came from, in a dead-letter queue. */
  source?: string;
}

/** What a queue tells about its messages, so that they can be kept. */
export type QueueChange = { put: Message } | { delete: string };

export interface QueueSettings {
  name: string;
  arn: string;
  attributes: QueueAttributes;
  now: () => number;
  changed: (change: QueueChange) => void;
  /** Takes a message that was received too often; false when the dead-letter queue isn't there. */
  bury: (message: Message, deadLetterArn: string) => boolean;
}

export const md5 = (data: string | Buffer) => createHash('md5').update(data).digest('hex');

export class Queue {
  readonly name: string;
  readonly arn: string;
  attributes: QueueAttributes;
  readonly messages = new Map<string, Message>();
  private readonly settings: QueueSettings;
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(settings: QueueSettings) {
    this.settings = settings;
    this.name = settings.name;
    this.arn = settings.arn;
    this.attributes = settings.attributes;
  }
  /** Puts a message; `delaySeconds` beats the queue's own. */
  send(body: string, attributes: MessageAttributes, delaySeconds = this.attributes.delaySeconds): Message {
    const now = this.settings.now();
    const message: Message = { id: randomUUID(), body, attributes, sentAt: now, visibleAt: now + delaySeconds * 1000, receiveCount: 0 };
    this.put(message);
    return message;
  }
  put(message: Message): void {
    this.messages.set(message.id, message);
    this.settings.changed({ put: message });
    this.wake();
  }
  /** Up to `most` visible messages, each hidden for `hiddenSeconds`. */
  receive(most: number, hiddenSeconds = this.attributes.visibilityTimeoutSeconds): Message[] {
    const now = this.settings.now();
    const received: Message[] = [];
    const { redrive, retentionSeconds } = this.attributes;
    for (const message of this.messages.values()) {
      if (received.length >= most) break;
      if (message.sentAt + retentionSeconds * 1000 <= now) this.drop(message.id);
      else if (message.visibleAt > now) continue;
      else if (
        redrive !== undefined &&
        message.receiveCount >= redrive.maxReceiveCount &&
        this.settings.bury(message, redrive.deadLetterArn)
      ) {
        this.drop(message.id);
      } else received.push(this.hide(message, now, hiddenSeconds));
    }
    this.wake();
    return received;
  }
  private hide(message: Message, now: number, hiddenSeconds: number): Message {
    const hidden: Message = {
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      visibleAt: now + hiddenSeconds * 1000,
      receipt: Buffer.from(`${message.id} ${randomUUID()}`).toString('base64'),
    };
    this.messages.set(message.id, hidden);
    this.settings.changed({ put: hidden });
    return hidden;
  }
  private drop(id: string): void {
    this.messages.delete(id);
    this.settings.changed({ delete: id });
  }
  private byReceipt(handle: string): { id: string; message: Message | undefined } {
    const [id = '', rest] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
    if (rest === undefined)
      throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`, 404);
    const message = this.messages.get(id);
    return { id, message: message?.receipt === handle ? message : undefined };
  }
  /** Deletes by the handle of the latest receipt. An older handle changes nothing, as in the service's standard queues. */
  delete(handle: string): void {
    const { id, message } = this.byReceipt(handle);
    if (message !== undefined) this.drop(id);
  }
  changeVisibility(handle: string, seconds: number): void {
    const { id, message } = this.byReceipt(handle);
    const now = this.settings.now();
    if (message === undefined || message.visibleAt <= now) {
      throw new AwsError(
        'MessageNotInflight',
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    const changed = { ...message, visibleAt: now + seconds * 1000 };
    this.messages.set(id, changed);
    this.settings.changed({ put: changed });
    this.wake();
  }
  purge(): void {
    for (const id of [...this.messages.keys()]) this.drop(id);
  }
  counts(): { visible: number; hidden: number; delayed: number } {
    const now = this.settings.now();
    const counts = { visible: 0, hidden: 0, delayed: 0 };
    for (const message of this.messages.values())
      counts[message.visibleAt <= now ? 'visible' : message.receiveCount === 0 ? 'delayed' : 'hidden']++;
    return counts;
  }

  /** Calls `listener` whenever something may be there to receive. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    this.wake();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearTimeout(this.timer);
    };
  }
  /** Tells listeners now if a message is visible, or else when the next one will be. */
  private wake(): void {
    clearTimeout(this.timer);
    if (this.listeners.size === 0 || this.messages.size === 0) return;
    let next = Infinity;
    for (const { visibleAt } of this.messages.values()) next = Math.min(next, visibleAt);
    const wait = Math.max(0, next - this.settings.now());
    this.timer = setTimeout(() => this.announce(), Math.min(wait, 2 ** 31 - 1)).unref();
  }
  private announce(): void {
    for (const listener of [...this.listeners]) listener();
  }
  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }
}
