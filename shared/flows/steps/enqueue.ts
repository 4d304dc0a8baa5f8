import type { Step } from '../ask.ts';

/** Ends the flow: the contact waits in the queue that serves the topic (a row of the settings). */
export function* enqueue(topic: string): Step<never> {
  yield { do: 'enqueue', label: `enqueue ${topic}`, topic };
  throw new Error('A flow was resumed after its contact had been queued.');
}
