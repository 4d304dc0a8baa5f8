/** How long to wait before a connection is tried again: full jitter, so that a thousand clients don't return in one instant. */
export const firstBackoffMs = 500;
export const longestBackoffMs = 30_000;

/** `attempt` counts from 0; `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 4 + random * ceiling * 0.75);
}
