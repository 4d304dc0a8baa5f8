/** Pure: “what happens on 24 December at 14:00?”, in words and for the days around it. */
import type { Moment } from '../wire/settings.ts';
import { instant } from '../ids.ts';
import { type DayPlan, dayPlan, type FullHours } from './day-plan.ts';
import { judgeHours, nextChange, type Verdict } from './is-open.ts';
import { instantsAt, nextDate, shiftBetween, wallClock } from './wall-clock.ts';

const two = (n: number): string => String(n).padStart(2, '0');
export const clockOf = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const namesOfDays = { sun: 'Sunday', mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday' };
const longDay = (date: string): string =>
  namesOfDays[(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun'];

function specialWords({ name, calendar }: NonNullable<DayPlan['special']>): string {
  return calendar === undefined ? `the exception “${name}”` : `“${name}” of the calendar “${calendar}”`;
}

/** Why, as a sentence. */
export function whyWords(hours: FullHours, { open, block, special }: Verdict, date: string): string {
  const because = special === undefined ? '' : ` by ${specialWords(special)}`;
  if (!open) {
    if (special !== undefined) return `Closed${because}.`;
    if (hours.open === 'never') return 'Closed: these hours are never open.';
    return `Closed: no block of ${longDay(date)} holds then.`;
  }
  if (block === undefined || (hours.open === 'always' && special === undefined)) return 'Open: these hours are always open.';
  const over = block.date === date ? '' : ', over midnight';
  return `Open${because}: ${longDay(block.date)} ${clockOf(block.from)} to ${clockOf(block.to)}${over}.`;
}

/** The instant that a wall shows; where it is jumped over, the moment of the jump; where it comes twice, the first. */
export function momentOf(wall: string, timeZone: string): { ms: number; clock?: string } {
  const [date = '', time = ''] = wall.split('T');
  const found = instantsAt(date, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)), timeZone);
  const [first] = found;
  if (first !== undefined)
    return found.length === 1
      ? { ms: first }
      : { ms: first, clock: `The clock is set back that day: ${time} comes twice, and this is the first.` };
  const noon = Date.parse(`${date}T12:00:00Z`);
  const jump = shiftBetween(noon - 36 * 3600_000, noon + 36 * 3600_000, timeZone) ?? noon;
  const then = clockOf(wallClock(jump, timeZone).minutes);
  return { ms: jump, clock: `The clock is set forward that day: ${time} does not exist, and ${then} is meant instead.` };
}

/** What each of the next days has. */
export function dayLines(hours: FullHours, from: string, days: number): Moment['days'] {
  return Array.from({ length: days }, (_, i) => nextDate(from, i)).map((date) => {
    const { blocks, special } = dayPlan(hours, date);
    return { date, open: blocks.map((one) => ({ from: clockOf(one.from), to: clockOf(one.to) })), ...special };
  });
}

/** All that the hours say of a moment, and of the fortnight from it on. */
export function tellMoment(hours: FullHours, wall: string) {
  const { ms, clock } = momentOf(wall, hours.timeZone);
  const { date } = wallClock(ms, hours.timeZone);
  const verdict = judgeHours(hours, ms);
  const change = nextChange(hours, ms);
  const shown = change === undefined ? undefined : wallClock(change, hours.timeZone);
  return {
    ms,
    open: verdict.open,
    why: whyWords(hours, verdict, date),
    ...(clock === undefined ? {} : { clock }),
    ...(change === undefined || shown === undefined
      ? {}
      : { changesAt: instant(change), changesAtWall: `${longDay(shown.date)}, ${shown.date} ${clockOf(shown.minutes)}` }),
    days: dayLines(hours, date, 14),
  };
}
