/** When a schedule expression fires: `rate(5 minutes)` or `cron(minutes hours day-of-month month day-of-week year)`, in UTC. */
import { AwsError } from '../../contract.ts';

/** The first instant after `after`, epoch milliseconds; undefined when there is none any more. */
export type Schedule = (after: number) => number | undefined;

const invalid = (expression: string) => new AwsError('ValidationException', `Parameter ScheduleExpression is not valid: ${expression}`);
const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `madeAt` is when a rate begins to count. */
export function readSchedule(expression: string, madeAt: number): Schedule {
  const rate = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) {
    if ((rate[1] === '1') === (rate[3] === 's')) throw invalid(expression);
    const every = Number(rate[1]) * unitMs[rate[2] as keyof typeof unitMs];
    return (after) => madeAt + (Math.floor((after - madeAt) / every) + 1) * every;
  }
  const cron = /^cron\(([^)]+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (cron?.length !== 6) throw invalid(expression);
  return readCron(cron, expression);
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function readCron(
  [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '']: string[],
  expression: string,
): Schedule {
  // Of the two fields for days, one has to be "?": the other decides.
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) throw invalid(expression);
  const minutes = readField(minute, 0, 59, expression);
  const hours = readField(hour, 0, 23, expression);
  const inMonth = readField(month, 1, 12, expression, months, 1);
  const inYear = readField(year, 1970, 2199, expression);
  const onDay = dayOfMonth === '?' ? readDayOfWeek(dayOfWeek, expression) : readDayOfMonth(dayOfMonth, expression);
  return (after) => {
    const first = new Date(Math.floor(after / 60_000) * 60_000 + 60_000);
    const day = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()));
    for (let passed = 0; passed < 366 * 9 && day.getUTCFullYear() < 2200; passed++, day.setUTCDate(day.getUTCDate() + 1)) {
      if (!inYear.has(day.getUTCFullYear()) || !inMonth.has(day.getUTCMonth() + 1) || !onDay(day)) continue;
      const from = passed === 0 ? first.getUTCHours() * 60 + first.getUTCMinutes() : 0;
      for (let at = from; at < 1440; at++) if (hours.has(Math.floor(at / 60)) && minutes.has(at % 60)) return day.getTime() + at * 60_000;
    }
    return undefined;
  };
}

function readField(text: string, low: number, high: number, expression: string, names: string[] = [], firstName = 0): Set<number> {
  const number = (part: string) => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + firstName : /^\d+$/.test(part) ? Number(part) : NaN;
    if (!(value >= low && value <= high)) throw invalid(expression);
    return value;
  };
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const start = range === '*' ? low : number(from);
    const end = range === '*' ? high : to !== undefined ? number(to) : step === undefined ? start : high;
    const every = step === undefined ? 1 : Number(step);
    if (!(every >= 1) || end < start) throw invalid(expression);
    for (let value = start; value <= end; value += every) found.add(value);
  }
  return found;
}

const lastDayOf = (day: Date) => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

function readDayOfMonth(text: string, expression: string): (day: Date) => boolean {
  if (text === 'L') return (day) => day.getUTCDate() === lastDayOf(day);
  const weekday = /^(\d+|L)W$/.exec(text)?.[1];
  if (weekday !== undefined) return (day) => day.getUTCDate() === nearestWeekday(day, weekday === 'L' ? lastDayOf(day) : Number(weekday));
  const set = readField(text, 1, 31, expression);
  return (day) => set.has(day.getUTCDate());
}

/** The working day nearest to `wanted` in the day's month; undefined when the month has no such day. */
function nearestWeekday(day: Date, wanted: number): number | undefined {
  const last = lastDayOf(day);
  if (wanted > last) return undefined;
  const week = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), wanted)).getUTCDay();
  if (week === 6) return wanted === 1 ? 3 : wanted - 1;
  if (week === 0) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}

function readDayOfWeek(text: string, expression: string): (day: Date) => boolean {
  const nth = /^(\w+)#([1-5])$/.exec(text);
  const last = /^(\w+)L$/.exec(text);
  const named = nth?.[1] ?? last?.[1];
  if (named !== undefined) {
    const [wanted] = readField(named, 1, 7, expression, days, 1);
    return (day) => {
      if (day.getUTCDay() + 1 !== wanted) return false;
      return nth === null ? day.getUTCDate() > lastDayOf(day) - 7 : Math.ceil(day.getUTCDate() / 7) === Number(nth[2]);
    };
  }
  const set = readField(text === 'L' ? '7' : text, 1, 7, expression, days, 1);
  return (day) => set.has(day.getUTCDay() + 1);
}
