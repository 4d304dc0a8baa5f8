/** Time for the SIP layer. Everything that waits goes through it, so that tests run on a virtual clock. */
export interface Timers {
  /** Runs once after `ms` milliseconds unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}

/** RFC 3261, section 17 and table 4, in milliseconds: round trip estimate, longest repeat interval, life of a message in the network. */
export const t1 = 500;
export const t2 = 4000;
export const t4 = 5000;
/** How long a side tries before it gives a transaction up (timers B, F, H, J, L, M). */
export const patience = 64 * t1;
/** Timer D over UDP: RFC 3261 asks for at least 32 s. */
export const timerD = 32_000;

/** The machine's clock. `cancelAll` lets a closing server leave nothing behind. */
export function machineTimers(): Timers & { cancelAll(): void } {
  const running = new Set<NodeJS.Timeout>();
  return {
    after(ms, run) {
      const timer = setTimeout(() => {
        running.delete(timer);
        run();
      }, ms);
      running.add(timer);
      return () => {
        running.delete(timer);
        clearTimeout(timer);
      };
    },
    cancelAll() {
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}

/** Runs `run` after `firstMs`, then each time after twice as long, at most `longestMs`. The returned function ends it. */
export function repeatDoubling(timers: Timers, firstMs: number, longestMs: number, run: () => void): () => void {
  let intervalMs = firstMs;
  const again = (): void => {
    run();
    intervalMs = Math.min(intervalMs * 2, longestMs);
    cancel = timers.after(intervalMs, again);
  };
  let cancel = timers.after(firstMs, again);
  return () => cancel();
}
