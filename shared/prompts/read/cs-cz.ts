/**
 * How Czech is read. One and two agree with the gender of what they count (`jeden dolar`, `jedna minuta`, `jedno euro`; `dva`, `dvě`). The noun is
 * singular after one, plural after two to four, and in the genitive plural after all others, those that end in one to four included (`dvacet
 * dva minut`), as CLDR has it.
 */
import { makeReader, number, piece, series, type Grammar, type NounWords, type Piece } from './reader.ts';

const ones = 'nula jedna dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct'.split(' '); // prettier-ignore
const tens = 'nula deset dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát'.split(' ');
const below100 = (n: number): string => (n < 20 ? (ones[n] ?? '') : n % 10 === 0 ? (tens[n / 10] ?? '') : `${tens[Math.floor(n / 10)]} ${ones[n % 10]}`); // prettier-ignore
const hundreds = ['sto', 'dvě stě', 'tři sta', 'čtyři sta', 'pět set', 'šest set', 'sedm set', 'osm set', 'devět set'];

/** From 1 to 999. */
function below1000(n: number): Piece[] {
  const rest = n % 100;
  return [...(n >= 100 ? [number(n - rest)] : []), ...(rest > 0 ? [number(rest)] : [])];
}

function thousands(n: number): Piece[] {
  if (n === 0) return [];
  if (n === 1) return [number('thousand')];
  return [...below1000(n), number(n <= 4 ? 'thousand-few' : 'thousand')];
}

function millions(n: number): Piece[] {
  if (n === 0) return [];
  if (n === 1) return [number('1-m'), number('million-one')];
  return [...below1000(n), number(n <= 4 ? 'million-few' : 'million')];
}

/** `form` is a gender: m, f or n. Only one and two by themselves have it. */
function whole(n: number, form?: string): Piece[] {
  if (n === 0) return [number(0)];
  if (n === 1 && (form === 'm' || form === 'n')) return [number(`1-${form}`)];
  if (n === 2 && (form === 'f' || form === 'n')) return [number('2-f')];
  return [...millions(Math.floor(n / 1_000_000)), ...thousands(Math.floor(n / 1000) % 1000), ...below1000(n % 1000)];
}

const noun = (form: 'm' | 'f' | 'n', one: string, few: string, other: string): NounWords => ({ form, one, few, other });
const cent = noun('m', 'cent', 'centy', 'centů');
const days =
  'prvního druhého třetího čtvrtého pátého šestého sedmého osmého devátého desátého jedenáctého dvanáctého třináctého čtrnáctého patnáctého šestnáctého sedmnáctého osmnáctého devatenáctého dvacátého'.split(
    ' ',
  );
const dayOf = (n: number): string => (n <= 20 ? (days[n - 1] ?? '') : n < 30 ? `dvacátého ${days[n - 21]}` : n === 30 ? 'třicátého' : 'třicátého prvního'); // prettier-ignore

const grammar: Grammar = {
  language: 'cs-CZ',
  space: ' ',
  words: {
    ...series(
      'number',
      0,
      Array.from({ length: 100 }, (_, n) => below100(n)),
    ),
    'number-1-m': 'jeden',
    'number-1-n': 'jedno',
    'number-2-f': 'dvě',
    ...Object.fromEntries(hundreds.map((word, i) => [`number-${i + 1}00`, word])),
    'number-thousand': 'tisíc',
    'number-thousand-few': 'tisíce',
    'number-million-one': 'milion',
    'number-million-few': 'miliony',
    'number-million': 'milionů',
    minus: 'mínus',
    plus: 'plus',
    ...series(
      'day',
      1,
      Array.from({ length: 31 }, (_, i) => dayOf(i + 1)),
    ),
    ...series('month', 1, 'ledna února března dubna května června července srpna září října listopadu prosince'.split(' ')),
    ...series('weekday', 1, 'pondělí úterý středa čtvrtek pátek sobota neděle'.split(' ')),
  },
  nouns: {
    second: noun('f', 'sekunda', 'sekundy', 'sekund'),
    minute: noun('f', 'minuta', 'minuty', 'minut'),
    hour: noun('f', 'hodina', 'hodiny', 'hodin'),
    day: noun('m', 'den', 'dny', 'dnů'),
    EUR: noun('n', 'euro', 'eura', 'eur'),
    'EUR-part': cent,
    USD: noun('m', 'dolar', 'dolary', 'dolarů'),
    'USD-part': cent,
    GBP: noun('f', 'libra', 'libry', 'liber'),
    'GBP-part': noun('f', 'pence', 'pence', 'pencí'),
    HUF: noun('m', 'forint', 'forinty', 'forintů'),
    'HUF-part': noun('m', 'fillér', 'filléry', 'fillérů'),
    CZK: noun('f', 'koruna', 'koruny', 'korun'),
    'CZK-part': noun('m', 'haléř', 'haléře', 'haléřů'),
    CNY: noun('m', 'jüan', 'jüany', 'jüanů'),
    'CNY-part': noun('m', 'fen', 'feny', 'fenů'),
  },
  letters: 'á bé cé dé é ef gé há í jé ká el em en ó pé kvé er es té ú vé dvojité_vé iks ypsilon zet'.split(' ').map((name) => name.replace('_', ' ')), // prettier-ignore
  whole,
  date: ({ year, month, day, weekday }, withYear) => [
    piece(`weekday-${weekday}`),
    piece(`day-${day}`),
    piece(`month-${month}`),
    ...(withYear ? whole(year, 'm') : []),
  ],
  time: (hour, minute) => [...counted(hour, 'hour'), ...(minute === 0 ? [] : counted(minute, 'minute'))],
};

export const reader = makeReader(grammar);
const { counted } = reader;
