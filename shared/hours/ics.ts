/**
 * Pure: the whole days of an iCalendar file (RFC 5545), as lists of public holidays have them. Timed entries are skipped, and so is what comes again in
 * another way than every year on the same date. Why no list of holidays is shipped: the free ones may be used on conditions (share alike)
 * that a company's settings can't keep; most states publish theirs as .ics.
 */
import type { CalendarDays } from '../wire/settings.ts';
import { nextDate } from './wall-clock.ts';

/** What comes every year is written down for so many. */
const years = 5;
const longestDays = 31;

interface Entry {
  [name: string]: { value: string; date: boolean } | undefined;
}

/** Long lines are folded: a line that begins with a blank goes on with the one before. */
function entries(text: string): Entry[] {
  const lines = text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const all: Entry[] = [];
  let current: Entry | undefined;
  for (const line of lines) {
    if (/^BEGIN:VEVENT$/i.test(line)) current = {};
    else if (/^END:VEVENT$/i.test(line) && current !== undefined) {
      all.push(current);
      current = undefined;
    } else if (current !== undefined) {
      const [, name = '', parameters = '', value = ''] = /^([\w-]+)((?:;[^:]*)?):(.*)$/.exec(line) ?? [];
      if (name !== '') current[name.toUpperCase()] = { value, date: /VALUE=DATE(;|$)/i.test(parameters) || /^\d{8}$/.test(value) };
    }
  }
  return all;
}

const isoDate = (value: string): string => `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`;
const unescaped = (text: string): string =>
  text.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign)).trim();

/** The dates of an entry; undefined when it is none of whole days. */
function datesOf({ DTSTART, DTEND, RRULE }: Entry, thisYear: number): string[] | undefined {
  if (DTSTART?.date !== true || !/^\d{8}$/.test(DTSTART.value)) return undefined;
  const first = isoDate(DTSTART.value);
  const end = DTEND?.date === true ? isoDate(DTEND.value) : nextDate(first);
  const span: string[] = [];
  for (let date = first; date < end && span.length < longestDays; date = nextDate(date)) span.push(date);
  if (span.length === 0) span.push(first);
  if (RRULE === undefined) return span;
  if (!/^FREQ=YEARLY(;INTERVAL=1)?(;WKST=\w+)?$/i.test(RRULE.value)) return undefined;
  const from = Math.max(thisYear, Number(first.slice(0, 4)));
  return Array.from({ length: years }, (_, i) => from + i).flatMap((year) => span.map((date) => `${year}${date.slice(4)}`));
}

/** Each day once, by date, closed; two that fall on one day share their names. */
export function readIcs(text: string, thisYear: number): CalendarDays {
  const names = new Map<string, string>();
  let skipped = 0;
  for (const entry of entries(text)) {
    const dates = datesOf(entry, thisYear);
    if (dates === undefined) skipped += 1;
    const name = unescaped(entry['SUMMARY']?.value ?? '') || 'Holiday';
    for (const date of (dates ?? []).filter((one) => !Number.isNaN(Date.parse(one)) && new Date(one).toISOString().startsWith(one))) {
      const known = names.get(date);
      names.set(date, known === undefined || known === name ? name : `${known}, ${name}`.slice(0, 80));
    }
  }
  const days = [...names].sort(([a], [b]) => a.localeCompare(b)).map(([date, name]) => ({ date, name: name.slice(0, 80), open: [] }));
  return { days, skipped };
}
