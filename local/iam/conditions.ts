/** Condition operators of IAM policies (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
import { globMatches } from './glob.ts';

export type Context = Record<string, string | string[]>;

type Test = (actual: string, wanted: string) => boolean;
const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) =>
    compare(Number(actual), Number(wanted));

/** Plain operators: true when any wanted value passes. */
const positive: Record<string, Test> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => globMatches(wanted, actual),
  ArnEquals: (actual, wanted) => globMatches(wanted, actual),
  ArnLike: (actual, wanted) => globMatches(wanted, actual),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
};
/** Negated operators: true when no wanted value passes, also when the key is absent. */
const negative: Record<string, Test> = {
  StringNotEquals: (actual, wanted) => actual === wanted,
  StringNotLike: (actual, wanted) => globMatches(wanted, actual),
  ArnNotEquals: (actual, wanted) => globMatches(wanted, actual),
  ArnNotLike: (actual, wanted) => globMatches(wanted, actual),
};

const quantified = ['StringEquals', 'StringLike', 'ArnLike', 'ArnEquals'];
/** Every operator that is understood. */
export const conditionOperators: ReadonlySet<string> = new Set([
  'Null',
  ...Object.keys(positive).flatMap((name) => [name, `${name}IfExists`]),
  ...Object.keys(negative).flatMap((name) => [name, `${name}IfExists`]),
  ...quantified.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]),
]);

function valuesOf(context: Context, key: string): string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : [found[1]].flat();
}

function holds(operator: string, actual: string[] | undefined, wanted: string[]): boolean {
  if (operator === 'Null') return wanted.includes(String(actual === undefined));
  const [quantifier, quantifiedName] = operator.split(':');
  if (quantifiedName !== undefined) {
    const test = positive[quantifiedName];
    if (test === undefined) return false;
    const passes = (value: string) => wanted.some((w) => test(value, w));
    return quantifier === 'ForAllValues' ? (actual ?? []).every(passes) : (actual ?? []).some(passes);
  }
  const ifExists = operator.endsWith('IfExists');
  const name = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  if (actual === undefined) return ifExists || name in negative;
  const plain = positive[name];
  if (plain !== undefined) return actual.some((value) => wanted.some((w) => plain(value, w)));
  const negated = negative[name];
  return negated !== undefined && !actual.some((value) => wanted.some((w) => negated(value, w)));
}

/** Whether all conditions of a statement hold in a request's context. */
export function conditionsHold(condition: Record<string, Record<string, string[]>> | undefined, context: Context): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, valuesOf(context, key), wanted)),
  );
}
