import type { Hours } from '../queues/queue.ts';

type Day = Exclude<Hours['open'], string>[number]['day'];
const days: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Wall-clock reading of an instant in a time zone: weekday, and minutes since midnight. */
function wallClock(epochMs: number, timeZone: string): { day: Day; minutes: number } {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const part = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const day = (part['weekday'] ?? '').toLowerCase() as Day;
  return { day, minutes: Number(part['hour']) * 60 + Number(part['minute']) };
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/**
 * Whether the hours are open at an instant. A block is open from its first minute to just before its last, by the wall clock of
 * the hours' time zone, so that daylight saving time needs no thought. A block whose end is not after its start goes over midnight.
 * Throws a RangeError when the time zone is unknown.
 */
export function isOpen(hours: Hours, epochMs: number): boolean {
  if (hours.open === 'always') return true;
  if (hours.open === 'never') return false;
  const { day, minutes } = wallClock(epochMs, hours.timeZone);
  const yesterday = days[(days.indexOf(day) + 6) % 7];
  return hours.open.some((block) => {
    const from = minutesOf(block.from);
    const to = minutesOf(block.to);
    if (to > from) return block.day === day && minutes >= from && minutes < to;
    return (block.day === day && minutes >= from) || (block.day === yesterday && minutes < to);
  });
}
