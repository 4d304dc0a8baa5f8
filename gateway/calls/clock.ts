/** Time as the calls see it; tests give a clock of their own that jumps. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `then` once after `ms`; the function returned cancels it. */
  after(ms: number, then: () => void): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
