/** How many environments start at the same time on this machine: loading code takes a core, and more at once only make each other late. */
import os from 'node:os';

export interface Starts {
  /** Resolves when a start may begin; the answer ends it and lets the next begin. Those ahead of need let those that an event waits for go first. */
  begin(why: 'needed' | 'ahead'): Promise<() => void>;
}

/** So many starts at a time; of those for the same reason the one that was asked for first. */
export function createStarts(most: number): Starts {
  const waiting = { needed: [] as (() => void)[], ahead: [] as (() => void)[] };
  let running = 0;
  function end(): void {
    const next = waiting.needed.shift() ?? waiting.ahead.shift();
    if (next === undefined) running -= 1;
    else next();
  }
  return {
    async begin(why) {
      if (running < most) running += 1;
      else await new Promise<void>((go) => waiting[why].push(go));
      return end;
    },
  };
}

export const machineStarts = createStarts(os.availableParallelism());
