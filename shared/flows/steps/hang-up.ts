import type { Step } from '../ask.ts';

/** Ends the flow and the call. */
export function* hangUp(): Step<never> {
  yield { do: 'hang-up', label: 'hang up' };
  throw new Error('A flow was resumed after its call had been hung up.');
}
