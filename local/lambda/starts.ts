/** How many environments start at the same time on this machine: loading code takes a core, and more at once only make each other late. */
import os from 'node:os';

export interface Starts {
  /** Resolves when a start may begin; the answer ends it and lets the next begin. */
  begin(): Promise<() => void>;
}

/** So many starts at a time, in the order in which they were asked for. */
export function createStarts(most: number): Starts {
  const waiting: (() => void)[] = [];
  let running = 0;
  function end(): void {
    running -= 1;
    waiting.shift()?.();
  }
  return {
    async begin() {
      if (running >= most) await new Promise<void>((go) => waiting.push(go));
      running += 1;
      return end;
    },
  };
}

export const machineStarts = createStarts(os.availableParallelism());
