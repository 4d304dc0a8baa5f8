/** What holds on one date: an exception of the hours, a day of one of their calendars, or the weekday's blocks. */
import type { Exception, Hours } from '../queues/queue.ts';
import { weekdayOf } from './wall-clock.ts';

/** A day of a calendar, with the calendar's name. */
export interface CalendarDay extends Exception {
  calendar: string;
}
/** Hours with the days of their calendars, as `hoursAt` reads them. */
export type FullHours = Hours & { calendarDays?: readonly CalendarDay[] | undefined };

/** Round the clock every day, or never: nothing to look up. */
export const neverChange = ({ open, exceptions = [], calendarDays = [] }: FullHours): boolean =>
  typeof open === 'string' && exceptions.length === 0 && calendarDays.length === 0;

export interface DayPlan {
  /** Blocks that begin on this date, in minutes since midnight. One that ends at or before its start goes over midnight. */
  blocks: { from: number; to: number }[];
  /** Why it is not as its weekday. */
  special?: { name: string; calendar?: string };
}

export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const block = ({ from, to }: { from: string; to: string }) => ({ from: minutesOf(from), to: minutesOf(to) });

/** An exception of the hours counts before a day of a calendar, an earlier calendar before a later one. */
export function dayPlan(hours: FullHours, date: string): DayPlan {
  const own = hours.exceptions?.find((one) => one.date === date);
  if (own !== undefined) return { blocks: own.open.map(block), special: { name: own.name } };
  const common = hours.calendarDays?.find((one) => one.date === date);
  if (common !== undefined) return { blocks: common.open.map(block), special: { name: common.name, calendar: common.calendar } };
  if (hours.open === 'always') return { blocks: [{ from: 0, to: 24 * 60 }] };
  if (hours.open === 'never') return { blocks: [] };
  const day = weekdayOf(date);
  return { blocks: hours.open.filter((one) => one.day === day).map(block) };
}
