/**
 * How Greek is read. One, three, four, what ends in them, and the hundreds from 200 on agree with the gender of what they count: `ένα
 * λεπτό`, `μία ώρα`; `τρία λεπτά`, `τρεις ώρες`; `διακόσια ευρώ`, `διακόσιες κορόνες`. Thousands are feminine themselves.
 */
import { makeReader, number, piece, series, type Grammar, type NounWords, type Piece } from './reader.ts';

const ones = 'μηδέν ένα δύο τρία τέσσερα πέντε έξι επτά οκτώ εννέα δέκα έντεκα δώδεκα δεκατρία δεκατέσσερα δεκαπέντε δεκαέξι δεκαεπτά δεκαοκτώ δεκαεννέα'.split(' '); // prettier-ignore
const tens = 'μηδέν δέκα είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα'.split(' ');
const below100 = (n: number): string => (n < 20 ? (ones[n] ?? '') : n % 10 === 0 ? (tens[n / 10] ?? '') : `${tens[Math.floor(n / 10)]} ${ones[n % 10]}`); // prettier-ignore
const hundreds = 'εκατό διακόσια τριακόσια τετρακόσια πεντακόσια εξακόσια επτακόσια οκτακόσια εννιακόσια'.split(' ');

/** Numbers below 100 that have a feminine form of their own. */
const gendered = Array.from({ length: 100 }, (_, n) => n).filter((n) => [1, 3, 4].includes(n % 10) && n !== 11);
const feminine = (n: number): string =>
  below100(n)
    .replace(/ένα$/, 'μία')
    .replace(/τρία$/, 'τρεις')
    .replace(/τέσσερα$/, 'τέσσερις');

/** From 1 to 999. */
function below1000(n: number, form: string | undefined): Piece[] {
  const [hundred, rest] = [n - (n % 100), n % 100];
  const her = form === 'f';
  const large = hundred === 100 ? (rest > 0 ? '100-joined' : '100') : her ? `${hundred}-f` : `${hundred}`;
  const small = her && gendered.includes(rest) ? `${rest}-f` : `${rest}`;
  return [...(hundred > 0 ? [number(large)] : []), ...(rest > 0 ? [number(small)] : [])];
}

function thousands(n: number, form: string | undefined): Piece[] {
  if (n === 0) return [];
  if (n === 1) return [number(form === 'f' ? '1000-f' : 1000)];
  return [...below1000(n, 'f'), number('thousand')];
}

/** `form` is a gender: f, or n when absent. */
function whole(n: number, form?: string): Piece[] {
  if (n === 0) return [number(0)];
  const millions = Math.floor(n / 1_000_000);
  return [
    ...(millions > 0 ? [...below1000(millions, 'n'), number(millions === 1 ? 'million-one' : 'million')] : []),
    ...thousands(Math.floor(n / 1000) % 1000, form),
    ...below1000(n % 1000, form),
  ];
}

const neuter = (one: string, other: string): NounWords => ({ one, other });
const female = (one: string, other: string): NounWords => ({ form: 'f', one, other });
const dayOf = (n: number): string => (n === 1 ? 'πρώτη' : gendered.includes(n) ? feminine(n) : below100(n));

const grammar: Grammar = {
  language: 'el-GR',
  space: ' ',
  words: {
    ...series(
      'number',
      0,
      Array.from({ length: 100 }, (_, n) => below100(n)),
    ),
    ...Object.fromEntries(gendered.map((n) => [`number-${n}-f`, feminine(n)])),
    ...Object.fromEntries(hundreds.map((word, i) => [`number-${i + 1}00`, word])),
    ...Object.fromEntries(hundreds.slice(1).map((word, i) => [`number-${i + 2}00-f`, word.replace(/α$/, 'ες')])),
    'number-100-joined': 'εκατόν',
    'number-1000': 'χίλια',
    'number-1000-f': 'χίλιες',
    'number-thousand': 'χιλιάδες',
    'number-million-one': 'εκατομμύριο',
    'number-million': 'εκατομμύρια',
    minus: 'μείον',
    plus: 'συν',
    ...series(
      'day',
      1,
      Array.from({ length: 31 }, (_, i) => dayOf(i + 1)),
    ),
    ...series('month', 1, 'Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου'.split(' ')), // prettier-ignore
    ...series('weekday', 1, 'Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή'.split(' ')),
    'time-and': 'και',
    'time-exact': 'ακριβώς',
  },
  nouns: {
    second: neuter('δευτερόλεπτο', 'δευτερόλεπτα'),
    minute: neuter('λεπτό', 'λεπτά'),
    hour: female('ώρα', 'ώρες'),
    day: female('ημέρα', 'ημέρες'),
    EUR: neuter('ευρώ', 'ευρώ'),
    'EUR-part': neuter('λεπτό', 'λεπτά'),
    USD: neuter('δολάριο', 'δολάρια'),
    'USD-part': neuter('σεντ', 'σεντ'),
    GBP: female('λίρα', 'λίρες'),
    'GBP-part': female('πένα', 'πένες'),
    HUF: neuter('φιορίνι', 'φιορίνια'),
    'HUF-part': neuter('φίλερ', 'φίλερ'),
    CZK: female('κορόνα', 'κορόνες'),
    'CZK-part': neuter('χάλερ', 'χάλερ'),
    CNY: neuter('γουάν', 'γουάν'),
    'CNY-part': neuter('φεν', 'φεν'),
  },
  letters: 'έι μπι σι ντι ι εφ τζι έιτς άι τζέι κέι ελ εμ εν όου πι κιου αρ ες τι γιου βι ντάμπλγιου εξ γουάι ζεντ'.split(' '),
  whole,
  date: ({ year, month, day, weekday }, withYear) => [
    piece(`weekday-${weekday}`),
    piece(`day-${day}`),
    piece(`month-${month}`),
    ...(withYear ? whole(year) : []),
  ],
  time: (hour, minute) => [...whole(hour, 'f'), ...(minute === 0 ? [piece('time-exact')] : [piece('time-and'), ...whole(minute)])],
};

export const reader = makeReader(grammar);
