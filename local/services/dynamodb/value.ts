/** Attribute values as they travel: checked, made canonical, measured, compared. Stored values are never changed in place. */
import { Buffer } from 'node:buffer';
import { AwsError } from '../../contract.ts';
import { canonicalNumber, compareNumbers, numberSize, sortableNumber } from './number.ts';

/** Exactly one member is there. `B` and `BS` are base64, as in the protocol. */
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: true;
  L?: AttributeValue[];
  M?: Item;
  SS?: string[];
  NS?: string[];
  BS?: string[];
}
export type Item = Record<string, AttributeValue>;
export const kinds = ['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'] as const;
export type Kind = (typeof kinds)[number];

export const invalid = (message: string) => new AwsError('ValidationException', message);
const badParameter = (message: string) => invalid(`One or more parameter values were invalid: ${message}`);

export function kindOf(value: AttributeValue): Kind {
  for (const kind in value) return kind as Kind;
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

/** Is this what an item is made of? Throws a ValidationException or SerializationException as the service would; gives the canonical value. */
export function checkValue(given: unknown, depth = 0): AttributeValue {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new AwsError('SerializationException', 'Unexpected value where an attribute value belongs');
  }
  const names = Object.keys(given).filter((name) => (given as Record<string, unknown>)[name] !== undefined);
  const [kind] = names;
  if (kind === undefined || !(kinds as readonly string[]).includes(kind)) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (names.length > 1)
    throw invalid('Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes');
  if (depth > 32) throw invalid('Nesting Levels have exceeded supported limits');
  return checkers[kind as Kind]((given as Record<string, unknown>)[kind], depth);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new AwsError('SerializationException', 'NUMBER_VALUE cannot be converted to String');
  return value;
}

function set(given: unknown, what: string, canonical: (text: string) => string): string[] {
  if (!Array.isArray(given)) throw new AwsError('SerializationException', 'Start of structure or map found where not expected');
  if (given.length === 0) throw badParameter(`An ${what} set  may not be empty`);
  const members = given.map((member) => canonical(text(member)));
  if (new Set(members).size < members.length) {
    if (what === 'number') throw invalid('Input collection contains duplicates');
    throw badParameter(`Input collection [${members.join(', ')}] contains duplicates.`);
  }
  return members;
}

const base64 = (value: string) => {
  const canonical = Buffer.from(value, 'base64').toString('base64');
  if (canonical !== value) throw new AwsError('SerializationException', 'Invalid base64 in a binary value');
  return canonical;
};

const checkers: Record<Kind, (given: unknown, depth: number) => AttributeValue> = {
  S: (given) => ({ S: text(given) }),
  N: (given) => ({ N: canonicalNumber(text(given)) }),
  B: (given) => ({ B: base64(text(given)) }),
  BOOL(given) {
    if (typeof given !== 'boolean') throw new AwsError('SerializationException', 'Unexpected value for a boolean');
    return { BOOL: given };
  },
  NULL(given) {
    if (given !== true) throw badParameter('Null attribute value types must have the value of true');
    return { NULL: true };
  },
  L(given, depth) {
    if (!Array.isArray(given)) throw new AwsError('SerializationException', 'Unexpected value for a list');
    return { L: given.map((member) => checkValue(member, depth + 1)) };
  },
  M: (given, depth) => ({ M: checkItem(given, depth + 1) }),
  SS: (given) => ({ SS: set(given, 'string', (member) => member) }),
  NS: (given) => ({ NS: set(given, 'number', canonicalNumber) }),
  BS: (given) => ({ BS: set(given, 'binary', base64) }),
};

/** A map of attribute values, each checked. */
export function checkItem(given: unknown, depth = 0): Item {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new AwsError('SerializationException', 'Unexpected value where an item belongs');
  }
  const item: Item = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    // `__proto__` as a plain assignment would set the prototype instead of an attribute.
    Object.defineProperty(item, name, { value: checkValue(value, depth), enumerable: true, writable: true, configurable: true });
  }
  return item;
}

const bytes = (value: string) => Buffer.byteLength(value, 'utf8');

/** Bytes as the service counts them (developer guide, "DynamoDB item sizes and formats"). */
export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return bytes(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.L !== undefined) return value.L.reduce((sum, member) => sum + 1 + valueSize(member), 3);
  if (value.M !== undefined) return Object.entries(value.M).reduce((sum, [name, member]) => sum + 1 + bytes(name) + valueSize(member), 3);
  if (value.SS !== undefined) return value.SS.reduce((sum, member) => sum + bytes(member), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, member) => sum + numberSize(member), 0);
  if (value.BS !== undefined) return value.BS.reduce((sum, member) => sum + Buffer.byteLength(member, 'base64'), 0);
  return 1;
}

export function itemSize(item: Item): number {
  let sum = 0;
  for (const name in item) sum += bytes(name) + valueSize(item[name] as AttributeValue);
  return sum;
}

const sameMembers = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((member) => b.includes(member));

/** Equal as the service's `=` means it: sets have no order, everything else has. */
export function equal(a: AttributeValue, b: AttributeValue): boolean {
  if (a === b) return true;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  switch (kind) {
    case 'SS':
    case 'NS':
    case 'BS':
      return sameMembers(a[kind] ?? [], b[kind] ?? []);
    case 'L':
      return a.L?.length === b.L?.length && (a.L ?? []).every((member, i) => equal(member, b.L?.[i] as AttributeValue));
    case 'M':
      return sameItem(a.M ?? {}, b.M ?? {});
    default:
      return a[kind] === b[kind];
  }
}

export function sameItem(a: Item, b: Item): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name] as AttributeValue, b[name] as AttributeValue))
  );
}

/** Order of UTF-8 bytes, which differs from that of UTF-16 code units only where surrogates meet U+E000 and above. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return fixed(x) - fixed(y);
  }
  return a.length - b.length;
}
/** Puts surrogates (which are beyond U+FFFF) behind all other code units. */
const fixed = (unit: number) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Negative, zero or positive; undefined where the kinds differ or have no order. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  return undefined;
}

/** A string that sorts, by `compareText`, as values of a key attribute do. */
export function sortable(value: AttributeValue): string {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return sortableNumber(value.N);
  return Buffer.from(value.B ?? '', 'base64').toString('latin1');
}
