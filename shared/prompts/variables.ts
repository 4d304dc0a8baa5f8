/** Variables of prompts: what kind of thing a value is decides how it is read. Plain data, so that a record can keep them. */
import type { Language } from './language.ts';
import { type Currency, largest, type Piece, piece, type Unit } from './read/reader.ts';
import { readers } from './read/readers.ts';

export type Variable =
  | { kind: 'whole'; value: number }
  | { kind: 'count'; value: number; unit: Unit }
  | { kind: 'spelled'; value: string }
  | { kind: 'money'; value: number; currency: Currency }
  | { kind: 'date'; value: string; year: boolean }
  | { kind: 'time'; value: string }
  | { kind: 'duration'; seconds: number }
  | { kind: 'phone'; value: string }
  /** Free text, like a name: only a voice can say it. */
  | { kind: 'spoken'; value: string };
export type Variables = Readonly<Record<string, Variable>>;

/** A whole number: `23` as "twenty-three". */
export const whole = (value: number): Variable => ({ kind: 'whole', value });
/** A number of something: "one minute", "five minutes". */
export const count = (value: number, unit: Unit): Variable => ({ kind: 'count', value, unit });
/** Digits and letters one by one: an order's id, a PIN that was sent. */
export const spelled = (value: string | number): Variable => ({ kind: 'spelled', value: String(value) });
/** An amount, like 12.5 and 'EUR'. */
export const money = (value: number, currency: Currency): Variable => ({ kind: 'money', value, currency });
/** A day, like 2026-11-26: weekday, day and month; the year only when it is asked for. */
export const date = (value: string, { year = false }: { year?: boolean } = {}): Variable => ({ kind: 'date', value, year });
/** A time of day, like 14:30. */
export const time = (value: string): Variable => ({ kind: 'time', value });
/** A duration, in its two largest units. */
export const duration = (seconds: number): Variable => ({ kind: 'duration', seconds });
/** A phone number, digit by digit. */
export const phone = (value: string): Variable => ({ kind: 'phone', value });
/** Free text: a name. The checker finds where no voice could say it. */
export const spoken = (value: string): Variable => ({ kind: 'spoken', value });

type Reader = (typeof readers)[Language];

function readWhole(reader: Reader, value: number): Piece[] {
  const n = Math.round(Math.abs(value));
  const sign = value < 0 && n > 0 ? [piece('minus')] : [];
  return [...sign, ...(n <= largest ? reader.whole(n) : reader.spelled(String(n)))];
}

function readCount(reader: Reader, value: number, unit: Unit): Piece[] {
  const n = Math.min(largest, Math.round(Math.abs(value)));
  return reader.counted(n, unit);
}

function readMoney(reader: Reader, value: number, currency: Currency): Piece[] {
  const hundredths = Math.round(Math.abs(value) * 100);
  const [major, minor] = [Math.min(largest, Math.floor(hundredths / 100)), hundredths % 100];
  const parts = minor === 0 ? [] : (reader.parts?.(minor, currency) ?? reader.counted(minor, `${currency}-part`));
  const amount = major === 0 && minor > 0 ? [] : reader.counted(major, currency);
  return [...(value < 0 && hundredths > 0 ? [piece('minus')] : []), ...amount, ...parts];
}

function readDate(reader: Reader, value: string, withYear: boolean): Piece[] {
  const at = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return [];
  const day = {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    weekday: at.getUTCDay() === 0 ? 7 : at.getUTCDay(),
  };
  return reader.date(day, withYear);
}

function readTime(reader: Reader, value: string): Piece[] {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)/.exec(value) ?? [];
  return hour === undefined ? [] : reader.time(Number(hour), Number(minute));
}

const lengths = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function readDuration(reader: Reader, seconds: number): Piece[] {
  let rest = Math.max(0, Math.round(seconds));
  const parts: [Unit, number][] = [];
  for (const [unit, length] of lengths) {
    if (rest >= length) parts.push([unit, Math.floor(rest / length)]);
    rest %= length;
  }
  if (parts.length === 0) parts.push(['second', 0]);
  return parts.slice(0, 2).flatMap(([unit, n]) => reader.counted(Math.min(largest, n), unit));
}

/** Digits in groups of three, so that one can write them down. */
function readPhone(reader: Reader, value: string): Piece[] {
  const digits = reader.spelled(value.replaceAll(/\D/g, ''));
  const grouped = digits.map(({ name }, i) => (i % 3 === 2 && i < digits.length - 2 ? { name, glue: ', ' } : { name }));
  return value.trim().startsWith('+') ? [piece('plus'), ...grouped] : grouped;
}

/** How a language reads a variable; undefined for free text, which only a voice can say. A value that is none of its kind is left out. */
export function readVariable(variable: Variable, language: Language): Piece[] | undefined {
  const reader = readers[language];
  switch (variable.kind) {
    case 'whole':
      return Number.isFinite(variable.value) ? readWhole(reader, variable.value) : [];
    case 'count':
      return Number.isFinite(variable.value) ? readCount(reader, variable.value, variable.unit) : [];
    case 'money':
      return Number.isFinite(variable.value) ? readMoney(reader, variable.value, variable.currency) : [];
    case 'spelled':
      return reader.spelled(variable.value);
    case 'date':
      return readDate(reader, variable.value, variable.year);
    case 'time':
      return readTime(reader, variable.value);
    case 'duration':
      return Number.isFinite(variable.seconds) ? readDuration(reader, variable.seconds) : [];
    case 'phone':
      return readPhone(reader, variable.value);
    case 'spoken':
      return undefined;
  }
}
