/** Reads opening hours with the days of their calendars: what `isOpen` and `nextChange` decide on. */
import type { Database } from '../database/database.ts';
import { Calendar, Hours, settingKeys } from '../queues/queue.ts';
import type { FullHours } from './day-plan.ts';

/** Pure: hours with those of the calendars that they name, in their order. */
export function withCalendars(hours: Hours, calendars: readonly Calendar[]): FullHours {
  const named = (hours.calendarIds ?? []).flatMap((id) => calendars.filter(({ calendarId }) => calendarId === id));
  if (named.length === 0) return hours;
  return { ...hours, calendarDays: named.flatMap(({ name, days }) => days.map((day) => ({ ...day, calendar: name }))) };
}

/** Undefined for hours that nobody has set: those don't close anything. */
export async function hoursAt(db: Database, hoursId: string): Promise<FullHours | undefined> {
  const item = await db.get('settings', settingKeys.hours(hoursId));
  if (item === undefined) return undefined;
  const hours = Hours.parse(item);
  const rows = await Promise.all((hours.calendarIds ?? []).map((id) => db.get('settings', settingKeys.calendar(id))));
  const calendars = rows.filter((row) => row !== undefined).map((row) => Calendar.parse(row));
  return withCalendars(hours, calendars);
}

/** All hours, by id. */
export async function allHours(db: Database): Promise<Map<string, FullHours>> {
  const [hours, calendars] = await Promise.all([
    db.query({ table: 'settings', pk: settingKeys.hours('').pk }),
    db.query({ table: 'settings', pk: settingKeys.calendar('').pk }),
  ]);
  const days = calendars.map((row) => Calendar.parse(row));
  return new Map(hours.map((row) => Hours.parse(row)).map((one) => [one.hoursId, withCalendars(one, days)]));
}
