import { type Instant, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';

/** Nobody is on a break for longer. */
export const longestBreakMs = 24 * 3600_000;

const past: Problem = {
  code: 'back-at-past',
  sentence: 'The end of a break must lie ahead.',
  remedy: 'Choose a later time, or no end.',
  status: 400,
};
const tooFar: Problem = {
  code: 'back-at-too-far',
  sentence: 'A break may end within 24 hours.',
  remedy: 'Choose an earlier time, or go offline.',
  status: 400,
};

/** Pure: why a break can't be said to end then; undefined when it can, or when no end is said. */
export function whyNotBackAt(backAt: Instant | undefined, nowMs: number): Problem | undefined {
  if (backAt === undefined) return undefined;
  if (backAt <= instant(nowMs)) return past;
  return backAt > instant(nowMs + longestBreakMs) ? tooFar : undefined;
}
