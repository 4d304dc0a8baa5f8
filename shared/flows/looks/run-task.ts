import type { World } from '../../world.ts';
import type { Json, Task } from '../ask.ts';
import { runWithinMs } from '../steps/run.ts';

/** A task that was given up: the flow has no answer, and says no default. */
export class TaskFailed extends Error {
  override name = 'TaskFailed';
}

/** Throws when the time is over before the task is. */
async function within<T>(ms: number, task: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TaskFailed('too slow')), ms);
  });
  try {
    return await Promise.race([task(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tries a task as often as it may be tried, within what is left until `untilMs`. Throws when all tries have failed and there is no default. */
export async function runTask(world: World, { task, timeoutMs, retries, default: otherwise }: Task, untilMs: number): Promise<Json> {
  const end = Math.min(untilMs, world.now() + runWithinMs);
  let fault: unknown = new TaskFailed('no time was left');
  for (let attempt = 0; attempt <= retries; attempt++) {
    const left = Math.min(timeoutMs, end - world.now());
    if (left <= 0) break;
    try {
      return await within(left, task);
    } catch (error) {
      fault = error;
    }
  }
  if (otherwise !== undefined) return otherwise;
  throw fault;
}
