/**
 * How Chinese (Mandarin) is read. Numbers go by ten thousands (万) and hundred millions (亿); skipped places are said as one 零; ten to
 * nineteen begin with 一 inside a larger number; two is 两 before what it counts, and before 百, 千, 万 and 亿.
 */
import { makeReader, number, piece, series, type Grammar, type Piece } from './reader.ts';

const digits = [...'零一二三四五六七八九'];
function below100(n: number): string {
  if (n < 10) return digits[n] ?? '';
  const [ten, one] = [Math.floor(n / 10), n % 10];
  return `${ten === 1 ? '' : digits[ten]}十${one === 0 ? '' : digits[one]}`;
}
const liang = (n: number): string => (n === 2 ? '两' : (digits[n] ?? ''));
const zero = number(0);

/** Up to four digits; `inside`: something larger has been said. */
function section(n: number, inside: boolean): Piece[] {
  const [thousands, hundreds, rest] = [n - (n % 1000), (n % 1000) - (n % 100), n % 100];
  const pieces: Piece[] = [];
  let said = inside;
  let skipped = false;
  for (const part of [thousands, hundreds]) {
    if (part > 0) pieces.push(...(skipped ? [zero] : []), number(part));
    skipped = part === 0 && said;
    said ||= part > 0;
  }
  if (rest >= 10) pieces.push(...(skipped ? [zero] : []), number(said && rest < 20 ? `${rest}-inside` : rest));
  else if (rest > 0) pieces.push(...(said ? [zero] : []), number(rest));
  return pieces;
}

const large = (n: number, name: string): Piece[] => [...(n === 2 ? [number('2-count')] : section(n, false)), number(name)];

function whole(n: number, form?: string): Piece[] {
  if (n === 0) return [zero];
  if (n === 2 && form === 'count') return [number('2-count')];
  const [yi, wan, rest] = [Math.floor(n / 100_000_000), Math.floor(n / 10_000) % 10_000, n % 10_000];
  const middle = wan === 0 ? [] : yi === 0 ? large(wan, 'wan') : [...section(wan, true), number('wan')];
  // A whole section that is skipped is one zero too.
  const gap = yi > 0 && wan === 0 && rest >= 1000 ? [zero] : [];
  return [...(yi > 0 ? large(yi, 'yi') : []), ...middle, ...gap, ...(rest > 0 ? section(rest, n >= 10_000) : [])];
}

const counted = (other: string) => ({ form: 'count', other });

const grammar: Grammar = {
  language: 'zh-CN',
  space: '',
  words: {
    ...series(
      'number',
      0,
      Array.from({ length: 100 }, (_, n) => below100(n)),
    ),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`number-${i + 10}-inside`, `一${below100(i + 10)}`])),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`number-${i + 1}00`, `${liang(i + 1)}百`])),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`number-${i + 1}000`, `${liang(i + 1)}千`])),
    'number-2-count': '两',
    'number-wan': '万',
    'number-yi': '亿',
    minus: '负',
    plus: '加',
    'position-end': '位',
    'date-year': '年',
    ...series(
      'day',
      1,
      Array.from({ length: 31 }, (_, i) => `${below100(i + 1)}日`),
    ),
    ...series(
      'month',
      1,
      Array.from({ length: 12 }, (_, i) => `${below100(i + 1)}月`),
    ),
    ...series(
      'weekday',
      1,
      [...'一二三四五六日'].map((day) => `星期${day}`),
    ),
    'unit-CNY-tenth': '角',
    'time-hour': '点',
    'time-minute': '分',
    'time-exact': '整',
  },
  nouns: {
    second: counted('秒'),
    minute: counted('分钟'),
    hour: counted('小时'),
    day: counted('天'),
    EUR: counted('欧元'),
    'EUR-part': counted('欧分'),
    USD: counted('美元'),
    'USD-part': counted('美分'),
    GBP: counted('英镑'),
    'GBP-part': counted('便士'),
    HUF: counted('福林'),
    'HUF-part': counted('菲勒'),
    CZK: counted('捷克克朗'),
    'CZK-part': counted('赫勒'),
    CNY: counted('元'),
    'CNY-part': counted('分'),
  },
  letters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  whole,
  date: ({ year, month, day, weekday }, withYear) => [
    ...(withYear ? [...String(year)].map((digit) => number(digit)).concat(piece('date-year')) : []),
    piece(`month-${month}`),
    piece(`day-${day}`),
    piece(`weekday-${weekday}`),
  ],
  parts: (hundredths, currency) => {
    if (currency !== 'CNY') return undefined;
    const [tenths, rest] = [Math.floor(hundredths / 10), hundredths % 10];
    const fen = rest > 0 ? [...whole(rest, 'count'), piece('unit-CNY-part-other')] : [];
    return [...(tenths > 0 ? [...whole(tenths, 'count'), piece('unit-CNY-tenth')] : []), ...fen];
  },
  time: (hour, minute) => [
    ...whole(hour, 'count'),
    piece('time-hour'),
    ...(minute === 0 ? [piece('time-exact')] : [...(minute < 10 ? [zero] : []), number(minute), piece('time-minute')]),
  ],
};

export const reader = makeReader(grammar);
