/**
 * Whether an event fits a pattern (EventBridge User Guide, "Comparison operators for use in event patterns"). Checking a pattern once, when
 * its rule is made, keeps matching free of surprises: an operator that isn't known is refused by name.
 */
import { isIP } from 'node:net';
import { AwsError } from '../../contract.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = Record<string, Json>;
export type Pattern = JsonObject;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const invalid = (reason: string) => new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

const operators = ['prefix', 'suffix', 'anything-but', 'numeric', 'exists', 'wildcard', 'equals-ignore-case', 'cidr'] as const;
type Operator = (typeof operators)[number];

/** `$or` is an operator only beside lists of patterns that name no field called by an operator; here: whenever it is a list of objects. */
const alternativesOf = (pattern: JsonObject): JsonObject[] | undefined => {
  const given = pattern['$or'];
  return Array.isArray(given) && given.length > 1 && given.every(isObject) ? given : undefined;
};

/** Throws InvalidEventPatternException when a part of it is not known or malformed. */
export function checkPattern(pattern: unknown): Pattern {
  if (!isObject(pattern)) throw invalid('Filter is not an object');
  const alternatives = alternativesOf(pattern);
  alternatives?.forEach(checkPattern);
  for (const [name, value] of Object.entries(pattern)) {
    if (alternatives !== undefined && name === '$or') continue;
    if (isObject(value)) checkPattern(value);
    else if (!Array.isArray(value)) throw invalid(`"${name}" must be an object or an array`);
    else if (value.length === 0) throw invalid('Empty arrays are not allowed');
    else value.forEach(checkMatcher);
  }
  return pattern;
}

function checkMatcher(matcher: Json): void {
  if (Array.isArray(matcher)) throw invalid('Match value must be String, number, true, false, or null');
  if (!isObject(matcher)) return;
  const [operator, more] = Object.keys(matcher);
  if (operator === undefined || more !== undefined) throw invalid('Only one key allowed in match expression');
  if (!operators.includes(operator as Operator)) throw invalid(`Unrecognized match type ${operator}`);
  checkArgument(operator as Operator, matcher[operator] as Json);
}

function checkArgument(operator: Operator, argument: Json): void {
  const wrong = () => invalid(`Value of ${operator} is not what it takes`);
  switch (operator) {
    case 'exists':
      if (typeof argument !== 'boolean') throw wrong();
      return;
    case 'prefix':
    case 'suffix':
      if (isObject(argument) ? typeof argument['equals-ignore-case'] !== 'string' : typeof argument !== 'string') throw wrong();
      return;
    case 'wildcard':
      if (typeof argument !== 'string') throw wrong();
      if (argument.includes('**')) throw invalid('Consecutive wildcard characters');
      return;
    case 'equals-ignore-case':
      if (typeof argument !== 'string') throw wrong();
      return;
    case 'cidr':
      if (typeof argument !== 'string' || cidrOf(argument) === undefined) throw invalid('Malformed CIDR');
      return;
    case 'numeric':
      checkNumeric(argument);
      return;
    case 'anything-but':
      checkAnythingBut(argument);
  }
}

function checkNumeric(argument: Json): void {
  const list = Array.isArray(argument) ? argument : [];
  const right = list.length === 2 || list.length === 4;
  const each = list.every((part, i) =>
    i % 2 === 0 ? ['=', '<', '<=', '>', '>='].includes(part as string) : typeof part === 'number' && Math.abs(part) <= 5e9,
  );
  if (!right || !each) throw invalid('Value of numeric must be an array of operators and numbers');
}

const negatable = ['prefix', 'suffix', 'wildcard', 'equals-ignore-case'] as const;

function checkAnythingBut(argument: Json): void {
  if (!isObject(argument)) {
    const list = Array.isArray(argument) ? argument : [argument];
    if (list.length === 0 || list.some((one) => typeof one !== 'string' && typeof one !== 'number'))
      throw invalid('Inside anything-but list, values must be strings or numbers');
    return;
  }
  const [operator, more] = Object.keys(argument);
  if (more !== undefined || !negatable.includes(operator as never)) throw invalid(`Unsupported anything-but pattern: ${operator}`);
  const given = argument[operator as string] as Json;
  const values = Array.isArray(given) ? given : [given];
  if (values.length === 0) throw invalid('Empty arrays are not allowed');
  for (const value of values) checkArgument(operator as Operator, value);
}

/** Does the event fit? The pattern has been checked. */
export function matches(pattern: Pattern, event: unknown): boolean {
  return matchesObject(pattern, [event as Json]);
}

/** An array of objects fits when, together, its members have what is asked: events are flattened as the service does. */
function matchesObject(pattern: JsonObject, candidates: Json[]): boolean {
  const alternatives = alternativesOf(pattern);
  if (alternatives !== undefined && !alternatives.some((one) => matchesObject(one, candidates))) return false;
  const objects = candidates.flat(8).filter(isObject);
  return Object.entries(pattern).every(([name, wanted]) => {
    if (alternatives !== undefined && name === '$or') return true;
    const values = objects.filter((one) => Object.hasOwn(one, name)).map((one) => one[name] as Json);
    if (isObject(wanted)) return matchesObject(wanted, values);
    return matchesField(wanted as Json[], values);
  });
}

function matchesField(matchers: Json[], values: Json[]): boolean {
  const leaves = values.flat(8).filter((value) => !isObject(value));
  return matchers.some((matcher) => {
    if (isObject(matcher) && matcher['exists'] !== undefined) return matcher['exists'] === leaves.length > 0;
    if (isObject(matcher) && matcher['anything-but'] !== undefined) {
      return leaves.length > 0 && leaves.some((leaf) => !isOneOf(matcher['anything-but'] as Json, leaf));
    }
    return leaves.some((leaf) => matchesLeaf(matcher, leaf));
  });
}

function isOneOf(excluded: Json, leaf: Json): boolean {
  if (!isObject(excluded)) return [excluded].flat().some((one) => one === leaf);
  const [operator = ''] = Object.keys(excluded);
  return [excluded[operator] as Json].flat().some((argument) => operates(operator as Operator, argument, leaf));
}

function matchesLeaf(matcher: Json, leaf: Json): boolean {
  if (!isObject(matcher)) return matcher === leaf;
  const [operator = ''] = Object.keys(matcher);
  return operates(operator as Operator, matcher[operator] as Json, leaf);
}

function operates(operator: Operator, argument: Json, leaf: Json): boolean {
  if (operator === 'numeric') return typeof leaf === 'number' && fitsNumber(argument as Json[], leaf);
  if (typeof leaf !== 'string') return false;
  const ignoreCase = isObject(argument);
  const wanted = (ignoreCase ? (argument['equals-ignore-case'] as string).toLowerCase() : argument) as string;
  const text = ignoreCase ? leaf.toLowerCase() : leaf;
  switch (operator) {
    case 'prefix':
      return text.startsWith(wanted);
    case 'suffix':
      return text.endsWith(wanted);
    case 'equals-ignore-case':
      return leaf.toLowerCase() === wanted.toLowerCase();
    case 'wildcard':
      return wildcard(wanted).test(leaf);
    case 'cidr':
      return inRange(wanted, leaf);
    default:
      return false;
  }
}

function fitsNumber(conditions: Json[], value: number): boolean {
  for (let i = 0; i < conditions.length; i += 2) {
    const bound = conditions[i + 1] as number;
    const fits = { '=': value === bound, '<': value < bound, '<=': value <= bound, '>': value > bound, '>=': value >= bound };
    if (!fits[conditions[i] as keyof typeof fits]) return false;
  }
  return true;
}

const wildcards = new Map<string, RegExp>();
/** `*` stands for any characters; a backslash makes the next one plain. */
function wildcard(text: string): RegExp {
  let found = wildcards.get(text);
  if (found === undefined) {
    const source = text.replace(/\\([*\\])|([*])|([.+?^${}()|[\]\\/-])/g, (_, plain?: string, star?: string, special?: string) =>
      star === undefined ? `\\${plain ?? special}` : '.*',
    );
    wildcards.set(text, (found = new RegExp(`^${source}$`, 's')));
  }
  return found;
}

function addressOf(text: string): { bits: bigint; width: number } | undefined {
  const version = isIP(text);
  if (version === 4) return { bits: text.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n), width: 32 };
  if (version !== 6 || text.includes('.')) return undefined;
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(tail === undefined ? 0 : 8 - left.length - right.length).fill('0'), ...right];
  return { bits: groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n), width: 128 };
}

function cidrOf(text: string): { bits: bigint; width: number; length: number } | undefined {
  const [address = '', length] = text.split('/');
  const found = addressOf(address);
  const bits = Number(length);
  return found !== undefined && length !== undefined && Number.isInteger(bits) && bits >= 0 && bits <= found.width
    ? { ...found, length: bits }
    : undefined;
}

function inRange(cidr: string, text: string): boolean {
  const range = cidrOf(cidr);
  const address = addressOf(text);
  if (range === undefined || address === undefined || range.width !== address.width) return false;
  const shift = BigInt(range.width - range.length);
  return range.bits >> shift === address.bits >> shift;
}
