import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../shared/ids.ts';
import { announce, type Announced } from '../../shared/routing/decide/announce.ts';
import { type Departure, estimateMs, paceMs } from '../../shared/routing/decide/estimate.ts';
import { startMs as now } from './center.ts';

const minute = 60_000;
/** Departures every `everyMs`, of callers who had waited for `waitedMs`. */
const departures = (n: number, everyMs: number, waitedMs: number, staffed: number): Departure[] =>
  Array.from({ length: n }, (_, i) => {
    const atMs = now - (n - 1 - i) * everyMs;
    return { at: instant(atMs), queuedAt: instant(atMs - waitedMs), staffed };
  });

test('the pace is what the agents take, measured between callers who were waiting already', () => {
  expect(paceMs(departures(10, minute, 5 * minute, 4), now)).toBe(4 * minute);
  // Nobody waited when the one before left: the time between says how rarely callers come.
  expect(paceMs(departures(10, 10 * minute, 1000, 4), now)).toBeUndefined();
  expect(paceMs(departures(3, minute, 5 * minute, 4), now)).toBeUndefined();
});

test('the wait is the shares of all before, over the agents of now; without agents there is none', () => {
  const pace = 4 * minute;
  expect(estimateMs({ position: 3, staffed: 4, free: 0, pace })).toBe(3 * minute);
  expect(estimateMs({ position: 3, staffed: 2, free: 0, pace })).toBe(6 * minute);
  expect(estimateMs({ position: 1, staffed: 2, free: 1, pace: undefined })).toBe(0);
  expect(estimateMs({ position: 3, staffed: 0, free: 0, pace })).toBeUndefined();
  expect(estimateMs({ position: 3, staffed: 2, free: 0, pace: undefined })).toBeUndefined();
});

test('a promise that has run out is not followed by another, unless something has happened', () => {
  const first = announce(undefined, { position: 2, staffed: 2, estimateMs: 90_000 }, 30_000, now);
  expect(first).toMatchObject({ minutes: 2, announced: { firstMs: 120_000 } });
  const late = announce(first.announced, { position: 1, staffed: 2, estimateMs: 90_000 }, 240_000, now + 3 * minute);
  expect(late.minutes).toBeUndefined();
  const fewer = announce(late.announced, { position: 1, staffed: 1, estimateMs: 90_000 }, 300_000, now + 4 * minute);
  expect(fewer.minutes).toBe(2);
  expect(fewer.announced.firstMs).toBe(120_000);
});

test('what is said of the wait never rises without a cause, and is never below one', () => {
  const moment = fc.record({
    afterMs: fc.integer({ min: 1_000, max: 120_000 }),
    position: fc.integer({ min: 1, max: 9 }),
    staffed: fc.integer({ min: 0, max: 4 }),
    estimateMs: fc.option(fc.integer({ min: 0, max: 30 * minute }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(moment, { minLength: 2, maxLength: 12 }), (moments) => {
      let at = now;
      let before: Announced | undefined;
      let said: number | undefined;
      for (const { afterMs, ...fresh } of moments) {
        at += afterMs;
        const next = announce(before, fresh, at - now, at);
        const cause = before === undefined || fresh.position > before.position || fresh.staffed < before.staffed;
        if (next.minutes !== undefined) {
          expect(next.minutes).toBeGreaterThanOrEqual(1);
          if (!cause && said !== undefined) expect(next.minutes).toBeLessThanOrEqual(said);
          said = next.minutes;
        }
        before = next.announced;
      }
    }),
  );
});
