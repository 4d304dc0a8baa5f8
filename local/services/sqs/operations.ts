/** The operations of SQS's JSON protocol on one queue. */
import { z } from 'zod';
import { AwsError } from '../../contract.ts';
import { attributesBytes, attributesDigest, checkedAttributes } from './message-attributes.ts';
import { md5, type Message, type Queue } from './queue.ts';

const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message);

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidValue(z.prettifyError(parsed.error));
  return parsed.data;
}

const Send = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: z.unknown().optional(),
});

function checkBody(queue: Queue, body: string, bytes: number): void {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  // The characters that XML 1.0 allows are those that a message may have.
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(body)) {
    throw new AwsError('InvalidMessageContents', 'Invalid binary character was found in the message body.');
  }
  const max = queue.attributes.maximumMessageBytes;
  if (bytes > max) throw invalidValue(`One or more parameters are invalid. Reason: Message must be shorter than ${max} bytes.`);
}

function send(queue: Queue, body: unknown): object {
  const given = parse(Send, body);
  const attributes = checkedAttributes(given.MessageAttributes);
  checkBody(queue, given.MessageBody, Buffer.byteLength(given.MessageBody) + attributesBytes(attributes));
  const message = queue.send(given.MessageBody, attributes, given.DelaySeconds);
  const digest = attributesDigest(attributes);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
  };
}

const Receive = z.object({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: z.array(z.string()).optional(),
  MessageSystemAttributeNames: z.array(z.string()).optional(),
  MessageAttributeNames: z.array(z.string()).optional(),
});

/** A message's system attributes, all of them. */
export const systemAttributes = (message: Message): Record<string, string> => ({
  SenderId: 'AIDALOCAL',
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  ...(message.source === undefined ? {} : { DeadLetterQueueSourceArn: message.source }),
});

const wanted = <T>(all: Record<string, T>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(
    Object.entries(all).filter(([name]) =>
      names.some((one) => one === 'All' || one === '.*' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -1)))),
    ),
  );

function shown(message: Message, given: z.infer<typeof Receive>): object {
  const system = wanted(systemAttributes(message), [...(given.AttributeNames ?? []), ...(given.MessageSystemAttributeNames ?? [])]);
  const attributes = wanted(message.attributes, given.MessageAttributeNames ?? []);
  const digest = attributesDigest(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(digest === undefined ? {} : { MessageAttributes: attributes, MD5OfMessageAttributes: digest }),
  };
}

/** Messages now, or as soon as one is visible within the wait. */
export async function receiveWithin(queue: Queue, most: number, waitMs: number, hiddenSeconds?: number): Promise<Message[]> {
  const at = performance.now();
  for (;;) {
    const messages = queue.receive(most, hiddenSeconds);
    const left = waitMs - (performance.now() - at);
    if (messages.length > 0 || left <= 0) return messages;
    await new Promise<void>((resolve) => {
      const done = () => {
        stop();
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, left);
      const stop = queue.onChange(done);
    });
  }
}

async function receive(queue: Queue, body: unknown): Promise<object> {
  const given = parse(Receive, body);
  const waitMs = (given.WaitTimeSeconds ?? queue.attributes.receiveWaitSeconds) * 1000;
  const messages = await receiveWithin(queue, given.MaxNumberOfMessages, waitMs, given.VisibilityTimeout);
  return messages.length === 0 ? {} : { Messages: messages.map((message) => shown(message, given)) };
}

const Handle = z.object({ ReceiptHandle: z.string() });
const Visibility = Handle.extend({ VisibilityTimeout: z.number().int().min(0).max(43_200) });
const Entries = z.object({ Entries: z.array(z.looseObject({ Id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) })) });

function batch(queue: Queue, body: unknown, one: (queue: Queue, entry: unknown) => object): object {
  const { Entries: entries } = parse(Entries, body);
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10) throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...one(queue, entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function sendBatch(queue: Queue, body: unknown): object {
  const bytes = Buffer.byteLength(JSON.stringify(parse(Entries, body).Entries.map((entry) => entry['MessageBody'])));
  if (bytes > 1_048_576 + 1024) throw new AwsError('BatchRequestTooLong', 'Batch requests cannot be longer than 1048576 bytes.');
  return batch(queue, body, send);
}

function remove(queue: Queue, body: unknown): object {
  queue.delete(parse(Handle, body).ReceiptHandle);
  return {};
}
function changeVisibility(queue: Queue, body: unknown): object {
  const { ReceiptHandle, VisibilityTimeout } = parse(Visibility, body);
  queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
  return {};
}

function attributesOf(queue: Queue, body: unknown): object {
  const names = parse(z.object({ AttributeNames: z.array(z.string()).default([]) }), body).AttributeNames;
  const { attributes } = queue;
  const { visible, hidden, delayed } = queue.counts();
  const all = {
    QueueArn: queue.arn,
    DelaySeconds: attributes.delaySeconds,
    VisibilityTimeout: attributes.visibilityTimeoutSeconds,
    MessageRetentionPeriod: attributes.retentionSeconds,
    ReceiveMessageWaitTimeSeconds: attributes.receiveWaitSeconds,
    MaximumMessageSize: attributes.maximumMessageBytes,
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: hidden,
    ApproximateNumberOfMessagesDelayed: delayed,
    ...(attributes.redrive === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: attributes.redrive.deadLetterArn,
            maxReceiveCount: attributes.redrive.maxReceiveCount,
          }),
        }),
  };
  const texts = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
  return { Attributes: wanted(texts, names) };
}

export const queueOperations: Record<string, (queue: Queue, body: unknown) => object | Promise<object>> = {
  SendMessage: send,
  SendMessageBatch: sendBatch,
  ReceiveMessage: receive,
  DeleteMessage: remove,
  DeleteMessageBatch: (queue, body) => batch(queue, body, remove),
  ChangeMessageVisibility: changeVisibility,
  ChangeMessageVisibilityBatch: (queue, body) => batch(queue, body, changeVisibility),
  GetQueueAttributes: attributesOf,
  PurgeQueue(queue) {
    queue.purge();
    return {};
  },
};
