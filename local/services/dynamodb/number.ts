/**
 * Numbers as DynamoDB has them: decimal, at most 38 significant digits, magnitude from 1E-130 to 9.9…E+125.
 * They stay strings; JavaScript's own numbers would round them.
 */
import { AwsError } from '../../contract.ts';

/** `0.digits × 10^exponent`, without zeros at either end of `digits`; zero has no digits. */
interface Decimal {
  negative: boolean;
  digits: string;
  exponent: number;
}

const invalid = (message: string) => new AwsError('ValidationException', message);
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function parse(text: string): Decimal {
  const match = pattern.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { negative: false, digits: '', exponent: 0 };
  return checked({ negative: match[1] === '-', digits, exponent: whole.length - leading + Number(match[4] ?? 0) });
}

function checked(value: Decimal): Decimal {
  if (value.digits.length > 38) throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (value.exponent > 126) throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (value.exponent < -129) throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  return value;
}

function format({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (digits.length <= exponent) return sign + digits + '0'.repeat(exponent - digits.length);
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** The one way to write a number: equal numbers become equal strings. Throws a ValidationException when it isn't one. */
export function canonicalNumber(text: string): string {
  // Nearly every number is a small integer that is canonical already.
  if (/^(0|-?[1-9]\d{0,14})$/.test(text) && !text.endsWith('0')) return text;
  return format(parse(text));
}

/** A string that sorts, by code unit, as the numbers do. */
export function sortableNumber(text: string): string {
  const { negative, digits, exponent } = parse(text);
  if (digits === '') return '1';
  if (!negative) return `2${String(exponent + 200).padStart(3, '0')}${digits}`;
  const complement = digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${String(799 - exponent).padStart(3, '0')}${complement}~`;
}

/** Negative, zero or positive, as numbers compare. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  const x = sortableNumber(a);
  const y = sortableNumber(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `a + b`, or `a - b` when `subtract`; exact. */
export function addNumbers(a: string, b: string, subtract = false): string {
  const left = parse(a);
  const right = parse(b);
  const scale = Math.max(left.digits.length - left.exponent, right.digits.length - right.exponent, 0);
  const integer = (value: Decimal) => {
    const shift = scale - (value.digits.length - value.exponent);
    const magnitude = value.digits === '' ? 0n : BigInt(value.digits + '0'.repeat(shift));
    return value.negative ? -magnitude : magnitude;
  };
  const sum = subtract ? integer(left) - integer(right) : integer(left) + integer(right);
  if (sum === 0n) return '0';
  const text = (sum < 0n ? -sum : sum).toString();
  const digits = text.replace(/0+$/, '');
  return format(checked({ negative: sum < 0n, digits, exponent: text.length - scale }));
}

/** Bytes that a number takes in an item: one for two significant digits, one more, and one for a minus sign. */
export function numberSize(text: string): number {
  const digits = text.replace(/^-?0*\.?0*|\./g, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
