import type { Json, Step } from '../ask.ts';

export interface Running<T extends Json> {
  /** After so long a try has failed. All tries of a step together get at most three seconds. */
  timeoutMs?: number;
  /** How often a task that failed is tried again: only what may be done twice. */
  retries?: number;
  /** What the step returns when all tries have failed; without it the call is lost. */
  default?: T;
}

/** An answer to the service must be there after four seconds; so much of them is for what a step looks up. */
export const runWithinMs = 3_000;

/** Does something outside, once per call; `name` tells it apart in the record. */
export function* run<T extends Json>(name: string, task: () => Promise<T>, running: Running<T> = {}): Step<T> {
  const { retries = 0, timeoutMs = Math.floor(runWithinMs / (retries + 1)) } = running;
  const look = {
    kind: 'run' as const,
    task,
    timeoutMs,
    retries,
    ...(running.default === undefined ? {} : { default: running.default }),
  };
  return (yield { do: 'look', label: `run ${name}`, look }) as T;
}
