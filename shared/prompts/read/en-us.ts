/** How American English is read. */
import { makeReader, number, piece, series, type Grammar, type Piece } from './reader.ts';

const ones = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' '); // prettier-ignore
const tens = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const below100 = (n: number): string => {
  if (n < 20) return ones[n] ?? '';
  return n % 10 === 0 ? (tens[n / 10] ?? '') : `${tens[Math.floor(n / 10)]}-${ones[n % 10]}`;
};
const firsts = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(' '); // prettier-ignore
function ordinal(n: number): string {
  if (n < 20) return firsts[n] ?? '';
  return n % 10 === 0 ? (tens[n / 10] ?? '').replace(/y$/, 'ieth') : `${tens[Math.floor(n / 10)]}-${firsts[n % 10]}`;
}

function below1000(n: number): Piece[] {
  const [hundreds, rest] = [n - (n % 100), n % 100];
  return [...(hundreds > 0 ? [number(hundreds)] : []), ...(rest > 0 || n === 0 ? [number(rest)] : [])];
}

function whole(n: number): Piece[] {
  const [millions, thousands, rest] = [Math.floor(n / 1_000_000), Math.floor(n / 1000) % 1000, n % 1000];
  return [
    ...(millions > 0 ? [...below1000(millions), number('million')] : []),
    ...(thousands > 0 ? [...below1000(thousands), number('thousand')] : []),
    ...(rest > 0 || n === 0 ? below1000(rest) : []),
  ];
}

/** "twenty twenty-six", but "two thousand five". */
const year = (n: number): Piece[] => (n >= 1100 && n % 1000 >= 10 && n % 100 !== 0 && n % 100 >= 10 ? [number(Math.floor(n / 100)), number(n % 100)] : whole(n)); // prettier-ignore

function time(hour: number, minute: number): Piece[] {
  if (minute === 0 && hour % 12 === 0) return [piece(hour === 0 ? 'time-midnight' : 'time-noon')];
  const minutes = minute === 0 ? [] : [...(minute < 10 ? [piece('time-oh')] : []), number(minute)];
  return [number(hour % 12 === 0 ? 12 : hour % 12), ...minutes, piece(hour < 12 ? 'time-am' : 'time-pm')];
}

const grammar: Grammar = {
  language: 'en-US',
  space: ' ',
  words: {
    ...series(
      'number',
      0,
      Array.from({ length: 100 }, (_, n) => below100(n)),
    ),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`number-${i + 1}00`, `${ones[i + 1]} hundred`])),
    'number-thousand': 'thousand',
    'number-million': 'million',
    minus: 'minus',
    plus: 'plus',
    ...series(
      'day',
      1,
      Array.from({ length: 31 }, (_, i) => ordinal(i + 1)),
    ),
    ...series('month', 1, 'January February March April May June July August September October November December'.split(' ')),
    ...series('weekday', 1, 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')),
    'time-oh': 'oh',
    'time-am': 'a m',
    'time-pm': 'p m',
    'time-noon': 'noon',
    'time-midnight': 'midnight',
  },
  nouns: {
    second: { one: 'second', other: 'seconds' },
    minute: { one: 'minute', other: 'minutes' },
    hour: { one: 'hour', other: 'hours' },
    day: { one: 'day', other: 'days' },
    EUR: { one: 'euro', other: 'euros' },
    'EUR-part': { one: 'cent', other: 'cents' },
    USD: { one: 'dollar', other: 'dollars' },
    'USD-part': { one: 'cent', other: 'cents' },
    GBP: { one: 'pound', other: 'pounds' },
    'GBP-part': { one: 'penny', other: 'pence' },
    HUF: { one: 'forint', other: 'forints' },
    'HUF-part': { one: 'filler', other: 'fillers' },
    CZK: { one: 'Czech crown', other: 'Czech crowns' },
    'CZK-part': { one: 'haler', other: 'halers' },
    CNY: { other: 'yuan' },
    'CNY-part': { other: 'fen' },
  },
  letters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  whole,
  date: ({ year: y, month, day, weekday }, withYear) => [
    piece(`weekday-${weekday}`),
    piece(`month-${month}`),
    piece(`day-${day}`),
    ...(withYear ? year(y) : []),
  ],
  time,
};

export const reader = makeReader(grammar);
