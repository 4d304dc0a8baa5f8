/** Wall-clock readings of instants in a time zone, and back. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

export interface WallClock {
  /** `2026-12-24`. */
  date: string;
  /** Since midnight, as the clock shows them. */
  minutes: number;
}

/** What the clock on the wall shows. Throws a RangeError when the time zone is unknown. */
export function wallClock(epochMs: number, timeZone: string): WallClock {
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(epochMs)) part[type] = value;
  const { year = '', month = '', day = '', hour, minute } = part;
  return { date: `${year}-${month}-${day}`, minutes: Number(hour) * 60 + Number(minute) };
}

const dayMs = 24 * 3600_000;
const midnightUtc = (date: string): number => Date.parse(`${date}T00:00:00Z`);

export const nextDate = (date: string, days = 1): string => new Date(midnightUtc(date) + days * dayMs).toISOString().slice(0, 10);

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];
export const weekdayOf = (date: string): Weekday => weekdays[new Date(midnightUtc(date)).getUTCDay()] ?? 'sun';

/** How far the wall is ahead of UTC, in milliseconds, to the minute. */
function aheadMs(epochMs: number, timeZone: string): number {
  const { date, minutes } = wallClock(epochMs, timeZone);
  return midnightUtc(date) + minutes * 60_000 - Math.floor(epochMs / 60_000) * 60_000;
}

/**
 * The instants at which the wall shows a date and time, the earlier first: one; two when the clock is set back; none when that time is
 * jumped over.
 */
export function instantsAt(date: string, minutes: number, timeZone: string): number[] {
  const asUtc = midnightUtc(date) + minutes * 60_000;
  const shifts = new Set([aheadMs(asUtc - dayMs, timeZone), aheadMs(asUtc + dayMs, timeZone)]);
  const wanted = minutes === 24 * 60 ? { date: nextDate(date), minutes: 0 } : { date, minutes };
  return [...shifts]
    .map((shift) => asUtc - shift)
    .filter((ms) => {
      const shown = wallClock(ms, timeZone);
      return shown.date === wanted.date && shown.minutes === wanted.minutes;
    })
    .sort((a, b) => a - b);
}

/** When the clock is set forward or back between two instants, at most a few days apart; undefined when it isn't. */
export function shiftBetween(fromMs: number, toMs: number, timeZone: string): number | undefined {
  const before = aheadMs(fromMs, timeZone);
  if (aheadMs(toMs, timeZone) === before) return undefined;
  let [low, high] = [Math.floor(fromMs / 60_000), Math.ceil(toMs / 60_000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (aheadMs(middle * 60_000, timeZone) === before) low = middle;
    else high = middle;
  }
  return high * 60_000;
}
