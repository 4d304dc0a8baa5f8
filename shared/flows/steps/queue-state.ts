import { z } from 'zod';
import type { Step } from '../ask.ts';

export const QueueState = z.strictObject({
  /** Contacts in line. */
  waiting: z.number(),
  /** Agents who serve it and are there, talking or not. */
  staffed: z.number(),
  open: z.boolean(),
  /** Absent when it can't be told. */
  expectedWaitMinutes: z.number().optional(),
});
export type QueueState = z.infer<typeof QueueState>;

/** How the queue stands now that serves the topic. A topic that nobody serves stands as the operators' queue does. */
export function* queueState(topic: string): Step<QueueState> {
  return QueueState.parse(yield { do: 'look', label: `queue ${topic}`, look: { kind: 'queue', topic } });
}
