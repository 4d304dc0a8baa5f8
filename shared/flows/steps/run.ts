import type { Json, Step } from '../ask.ts';

/** Does something outside, once per call; `name` tells it apart in the record. A task that throws makes the call a lost one. */
export function* run<T extends Json>(name: string, task: () => Promise<T>): Step<T> {
  return (yield { do: 'look', label: `run ${name}`, look: { kind: 'run', task } }) as T;
}
