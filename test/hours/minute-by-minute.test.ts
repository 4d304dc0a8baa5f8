import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FullHours } from '../../shared/hours/day-plan.ts';
import { isOpen, nextChange } from '../../shared/hours/is-open.ts';

const minute = 60_000;
const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** The oracle: what the wall shows is asked of another formatter, and each minute of a day is looked up in a list of all open minutes. */
function openMinutes(hours: FullHours, date: string): Set<number> {
  const special = [...(hours.exceptions ?? []), ...(hours.calendarDays ?? [])].find((one) => one.date === date);
  const day = names[new Date(date).getUTCDay()];
  const weekly =
    hours.open === 'always' ? [{ from: '00:00', to: '24:00' }] : hours.open === 'never' ? [] : hours.open.filter((one) => one.day === day);
  const minutes = new Set<number>();
  for (const { from, to } of special?.open ?? weekly) {
    const [start = 0, end = 0] = [from, to].map((text) => Number(text.split(':')[0]) * 60 + Number(text.split(':')[1]));
    for (let m = start; m < (end <= start ? end + 1440 : end); m++) minutes.add(m);
  }
  return minutes;
}
const formats = new Map<string, Intl.DateTimeFormat>();
function shown(ms: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(timeZone, format);
  return format.format(ms);
}
function oracle(hours: FullHours, ms: number): boolean {
  const [date = '', time = ''] = shown(ms, hours.timeZone).split(' ');
  const at = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  if (openMinutes(hours, date).has(at)) return true;
  const special = [...(hours.exceptions ?? []), ...(hours.calendarDays ?? [])].some((one) => one.date === date);
  const before = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
  return !special && openMinutes(hours, before).has(at + 1440);
}

const clock = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${['00', '15', '30', '45'][quarter % 4] ?? '00'}`);
const block = fc.record({ from: clock, to: fc.oneof(clock, fc.constant('24:00')) });
/** Around the nights on which clocks are set, in both halves of the world, and a New Year. */
const starts = ['2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31', '2026-12-30'];
const dates = starts.flatMap((start) =>
  [0, 1, 2, 3].map((day) => new Date(Date.parse(start) + day * 86_400_000).toISOString().slice(0, 10)),
);
const special = fc.record({ date: fc.constantFrom(...dates), name: fc.constant('Holiday'), open: fc.array(block, { maxLength: 2 }) });
const hours: fc.Arbitrary<FullHours> = fc.record({
  schemaVersion: fc.constant(1 as const),
  hoursId: fc.constant('h'),
  name: fc.constant('Hours'),
  timeZone: fc.constantFrom('Europe/Budapest', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo', 'UTC'),
  open: fc.oneof(
    fc.constantFrom('always' as const, 'never' as const),
    fc.array(fc.record({ day: fc.constantFrom(...names), from: clock, to: fc.oneof(clock, fc.constant('24:00')) }), { maxLength: 8 }),
  ),
  exceptions: fc.array(special, { maxLength: 3 }),
  calendarDays: fc.array(
    special.map((day) => ({ ...day, calendar: 'Hungary' })),
    { maxLength: 3 },
  ),
});
const moment = fc.tuple(fc.constantFrom(...starts), fc.nat(3 * 1440)).map(([start, minutes]) => Date.parse(start) + minutes * minute);

test('hours are open in exactly the minutes that one finds by going through them one by one', () => {
  fc.assert(
    fc.property(hours, moment, (given, from) => {
      for (let ms = from; ms < from + 1440 * minute; ms += 15 * minute)
        expect(isOpen(given, ms), new Date(ms).toISOString()).toBe(oracle(given, ms));
    }),
    { numRuns: 60 },
  );
});

test('the next change is the first minute in which they are otherwise', () => {
  fc.assert(
    fc.property(hours, moment, (given, from) => {
      const now = oracle(given, from);
      const end = from + 2 * 1440 * minute;
      let ms = from + 15 * minute - (from % (15 * minute));
      // Clocks are set by half hours and edges are at quarters: nothing changes in between.
      while (ms < end && oracle(given, ms) === now) ms += 15 * minute;
      const change = nextChange(given, from);
      if (ms < end) expect(change, new Date(from).toISOString()).toBe(ms);
      else expect(change ?? Infinity).toBeGreaterThanOrEqual(end);
    }),
    { numRuns: 60 },
  );
});
