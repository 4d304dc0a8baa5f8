import type { Step, Waiting } from '../ask.ts';

/** How a contact waits, where it shall be otherwise than the topic's queue has it. */
export type WaitingHow = Omit<Waiting, 'topic'>;

/** Ends the flow: the contact waits in the queue that serves the topic (a row of the settings). */
export function* enqueue(topic: string, how: WaitingHow = {}): Step<never> {
  yield { do: 'enqueue', label: `enqueue ${topic}`, topic, ...how };
  throw new Error('A flow was resumed after its contact had been queued.');
}
