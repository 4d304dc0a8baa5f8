/**
 * How Hungarian is read. A number is one word up to 2000 and has hyphens after its thousands beyond; two is `kettő` by itself and `két`
 * before what it counts. Nouns stay in the singular after numbers.
 */
import { makeReader, number, piece, series, type Grammar, type Piece } from './reader.ts';

const ones = 'nulla egy kettő három négy öt hat hét nyolc kilenc'.split(' ');
const round = 'nulla tíz húsz harminc negyven ötven hatvan hetven nyolcvan kilencven'.split(' ');
const joined = ['', 'tizen', 'huszon', ...round.slice(3)];

const below100 = (n: number): string => (n < 10 ? (ones[n] ?? '') : n % 10 === 0 ? (round[n / 10] ?? '') : `${joined[Math.floor(n / 10)]}${ones[n % 10]}`); // prettier-ignore
const beforeNoun = (n: number): string => below100(n).replace(/kettő$/, 'két');
const hundred = (n: number): string => (n === 1 ? 'száz' : `${beforeNoun(n)}száz`);

/** From 1 to 999. */
function below1000(n: number, counting: boolean): Piece[] {
  const [hundreds, rest] = [n - (n % 100), n % 100];
  const small = rest % 10 === 2 && counting ? `${rest}-count` : rest;
  return [...(hundreds > 0 ? [number(hundreds, '')] : []), ...(rest > 0 ? [number(small, '')] : [])];
}

function whole(n: number, form?: string): Piece[] {
  if (n === 0) return [number(0)];
  const [millions, thousands, rest] = [Math.floor(n / 1_000_000), Math.floor(n / 1000) % 1000, n % 1000];
  const hyphen = n > 2000 ? '-' : '';
  const pieces = [
    ...(millions > 0 ? [...below1000(millions, true), number('million', hyphen)] : []),
    ...(thousands > 0 ? [...(thousands === 1 ? [] : below1000(thousands, true)), number('thousand', hyphen)] : []),
    ...below1000(rest, form === 'count'),
  ];
  // Before what follows the number there is a space.
  return pieces.map(({ name, glue }, i) => (i === pieces.length - 1 || glue === undefined ? { name } : { name, glue }));
}

const counted = (other: string) => ({ form: 'count', other });
const days =
  'elseje másodika harmadika negyedike ötödike hatodika hetedike nyolcadika kilencedike tizedike tizenegyedike tizenkettedike tizenharmadika tizennegyedike tizenötödike tizenhatodika tizenhetedike tizennyolcadika tizenkilencedike huszadika huszonegyedike huszonkettedike huszonharmadika huszonnegyedike huszonötödike huszonhatodika huszonhetedike huszonnyolcadika huszonkilencedike harmincadika harmincegyedike';

const grammar: Grammar = {
  language: 'hu-HU',
  space: ' ',
  words: {
    ...series(
      'number',
      0,
      Array.from({ length: 100 }, (_, n) => below100(n)),
    ),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`number-${i * 10 + 2}-count`, beforeNoun(i * 10 + 2)])),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`number-${i + 1}00`, hundred(i + 1)])),
    'number-thousand': 'ezer',
    'number-million': 'millió',
    minus: 'mínusz',
    plus: 'plusz',
    ...series('day', 1, days.split(' ')),
    ...series('month', 1, 'január február március április május június július augusztus szeptember október november december'.split(' ')),
    ...series('weekday', 1, 'hétfő kedd szerda csütörtök péntek szombat vasárnap'.split(' ')),
  },
  nouns: {
    second: counted('másodperc'),
    minute: counted('perc'),
    hour: counted('óra'),
    day: counted('nap'),
    EUR: counted('euró'),
    'EUR-part': counted('cent'),
    USD: counted('dollár'),
    'USD-part': counted('cent'),
    GBP: counted('font'),
    'GBP-part': counted('penny'),
    HUF: counted('forint'),
    'HUF-part': counted('fillér'),
    CZK: counted('cseh korona'),
    'CZK-part': counted('haléř'),
    CNY: counted('jüan'),
    'CNY-part': counted('fen'),
  },
  letters: 'a bé cé dé e ef gé há i jé ká el em en ó pé kú er es té ú vé duplavé iksz ipszilon zé'.split(' '),
  whole,
  date: ({ year, month, day, weekday }, withYear) => [
    ...(withYear ? whole(year) : []),
    piece(`month-${month}`),
    piece(`day-${day}`),
    piece(`weekday-${weekday}`),
  ],
  time: (hour, minute) => [
    ...whole(hour, 'count'),
    piece('unit-hour-other'),
    ...(minute === 0 ? [] : [...whole(minute, 'count'), piece('unit-minute-other')]),
  ],
};

export const reader = makeReader(grammar);
