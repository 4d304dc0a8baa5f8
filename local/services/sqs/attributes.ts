/** A queue's attributes as templates and requests give them. */
import { z } from 'zod';
import { AwsError } from '../../contract.ts';
import type { QueueAttributes } from './queue.ts';

const number = (min: number, max: number, fallback: number) => z.coerce.number().int().min(min).max(max).default(fallback);
const Redrive = z.preprocess(
  (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
  z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1).max(1000) }),
);

export const Attributes = z
  .object({
    DelaySeconds: number(0, 900, 0),
    VisibilityTimeout: number(0, 43_200, 30),
    MessageRetentionPeriod: number(60, 1_209_600, 345_600),
    ReceiveMessageWaitTimeSeconds: number(0, 20, 0),
    MaximumMessageSize: number(1024, 1_048_576, 1_048_576),
    RedrivePolicy: Redrive.optional(),
    FifoQueue: z.union([z.literal(false), z.literal('false')]).optional(),
  })
  .transform((given): QueueAttributes => ({
    delaySeconds: given.DelaySeconds,
    visibilityTimeoutSeconds: given.VisibilityTimeout,
    retentionSeconds: given.MessageRetentionPeriod,
    receiveWaitSeconds: given.ReceiveMessageWaitTimeSeconds,
    maximumMessageBytes: given.MaximumMessageSize,
    ...(given.RedrivePolicy === undefined
      ? {}
      : { redrive: { deadLetterArn: given.RedrivePolicy.deadLetterTargetArn, maxReceiveCount: given.RedrivePolicy.maxReceiveCount } }),
  }));

/** Throws InvalidAttributeValue; FIFO queues are refused by name. */
export function queueAttributes(given: unknown): QueueAttributes {
  const fifo = (given as { FifoQueue?: unknown } | undefined)?.FifoQueue;
  if (fifo === true || fifo === 'true') throw new AwsError('NotImplemented', 'FIFO queues are not supported by the local cloud', 501);
  const parsed = Attributes.safeParse(given ?? {});
  if (!parsed.success) throw new AwsError('InvalidAttributeValue', z.prettifyError(parsed.error));
  return parsed.data;
}
