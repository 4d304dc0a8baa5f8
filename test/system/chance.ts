/** Chance that can be repeated: the same seed, the same choices. */
export interface Chance {
  /** True in so many of a hundred. */
  percent: (many: number) => boolean;
  /** One of several. Throws when there is none. */
  one: <T>(of: readonly T[]) => T;
  /** A whole number from 0 to below `limit`. */
  below: (limit: number) => number;
  /** From 0 to below 1. */
  next: () => number;
}

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    percent: (many) => next() * 100 < many,
    one: (of) => {
      const chosen = of[Math.floor(next() * of.length)];
      if (chosen === undefined) throw new Error('there is nothing to choose from');
      return chosen;
    },
    below: (limit) => Math.floor(next() * limit),
    next,
  };
}
