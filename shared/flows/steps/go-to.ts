import type { Step } from '../ask.ts';

/** Ends the flow: the call goes on in another, whose looks and record are its own. */
export function* goTo(flow: string): Step<never> {
  yield { do: 'flow', label: `go to ${flow}`, flow };
  throw new Error('A flow was resumed after its call had gone on to another.');
}
