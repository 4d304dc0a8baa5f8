import { dayPlan, type FullHours, neverChange } from './day-plan.ts';
import { instantsAt, nextDate, shiftBetween, wallClock } from './wall-clock.ts';

export interface Verdict {
  open: boolean;
  /** The block that is open, and the date on which it began; absent when closed. */
  block?: { date: string; from: number; to: number };
  /** The exception or holiday that decides. */
  special?: { name: string; calendar?: string };
}

/**
 * Whether the hours are open at an instant, and why. A block is open from its first minute to just before its last, by the wall clock of the hours'
 * time zone, so that daylight saving time needs no thought: a time that is jumped over is over, one that comes twice is open twice. A block
 * whose end is not after its start goes over midnight, but not into a day that is an exception or a holiday: there only that day's own blocks
 * hold. Throws a RangeError when the time zone is unknown.
 */
export function judgeHours(hours: FullHours, epochMs: number): Verdict {
  const { date, minutes } = wallClock(epochMs, hours.timeZone);
  const today = dayPlan(hours, date);
  const special = today.special === undefined ? {} : { special: today.special };
  const now = today.blocks.find(({ from, to }) => minutes >= from && (to <= from || minutes < to));
  if (now !== undefined) return { open: true, block: { date, ...now }, ...special };
  if (today.special !== undefined) return { open: false, ...special };
  const yesterday = nextDate(date, -1);
  const reaching = dayPlan(hours, yesterday);
  const over = reaching.blocks.find(({ from, to }) => to <= from && minutes < to);
  if (over === undefined) return { open: false };
  return { open: true, block: { date: yesterday, ...over }, ...(reaching.special === undefined ? {} : { special: reaching.special }) };
}

export const isOpen = (hours: FullHours, epochMs: number): boolean =>
  neverChange(hours) ? hours.open === 'always' : judgeHours(hours, epochMs).open;

/** So far ahead a change is looked for. */
const horizonDays = 400;

/** Every instant of a date at which the verdict may change: the edges of its blocks, midnight, and where the clock is set. */
function edges(hours: FullHours, date: string): number[] {
  const { timeZone } = hours;
  const reaching = dayPlan(hours, nextDate(date, -1)).blocks.filter(({ from, to }) => to <= from);
  const walls = new Set([0, ...dayPlan(hours, date).blocks.flatMap(({ from, to }) => [from, to]), ...reaching.map(({ to }) => to)]);
  const noon = Date.parse(`${date}T12:00:00Z`);
  const shift = shiftBetween(noon - 36 * 3600_000, noon + 36 * 3600_000, timeZone);
  const all = [...[...walls].flatMap((minutes) => instantsAt(date, minutes, timeZone)), ...(shift === undefined ? [] : [shift])];
  return all.filter((ms) => wallClock(ms, timeZone).date === date).sort((one, other) => one - other);
}

/** When the hours open or close next, after an instant; undefined when they don't within 400 days. */
export function nextChange(hours: FullHours, epochMs: number): number | undefined {
  if (neverChange(hours)) return undefined;
  const now = isOpen(hours, epochMs);
  let { date } = wallClock(epochMs, hours.timeZone);
  for (let day = 0; day <= horizonDays; day++, date = nextDate(date)) {
    const change = edges(hours, date).find((ms) => ms > epochMs && isOpen(hours, ms) !== now);
    if (change !== undefined) return change;
  }
  return undefined;
}

/** When the hours open next, after an instant, as the wall clock of their time zone shows it; undefined when they don't within 400 days. */
export function nextOpening(hours: FullHours, epochMs: number): { date: string; time: string } | undefined {
  const change = nextChange(hours, epochMs);
  if (change === undefined) return undefined;
  if (!isOpen(hours, change)) return nextOpening(hours, change);
  const { date, minutes } = wallClock(change, hours.timeZone);
  const two = (n: number): string => String(n).padStart(2, '0');
  return { date, time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}
