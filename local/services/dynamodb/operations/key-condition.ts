/** A key condition: one partition, and a range of its sort keys. */
import type { Bindings } from '../expression/binding.ts';
import type { Comparator, Condition, Operand } from '../expression/tree.ts';
import type { Row } from '../sorted.ts';
import type { KeyKind, KeySchema } from '../table.ts';
import { compareText, invalid, kindOf, sortable, type AttributeValue } from '../value.ts';

export interface KeyRange {
  hash: string;
  /** Rows before the range. Both tests agree with the order of rows. */
  below(row: Row): boolean;
  /** Rows not behind it. */
  within(row: Row): boolean;
}

const unsupported = () => invalid('Query key condition not supported');
const invalidOperator = (operator: string) =>
  invalid(`Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${operator}`);

/** Turns the tree into a range; refuses what is no key condition of this schema. */
export function keyRange(tree: Condition, bindings: Bindings, key: KeySchema, kinds: Record<string, KeyKind>): KeyRange {
  const parts = tree.kind === 'and' ? [tree.left, tree.right] : [tree];
  const named = parts.map((part) => ({ part, name: attributeOf(part, bindings) }));
  const hashPart = named.find(({ name }) => name === key.hash);
  if (hashPart === undefined) throw invalid(`Query condition missed key schema element: ${key.hash}`);
  if (hashPart.part.kind !== 'compare' || hashPart.part.comparator !== '=') throw unsupported();
  const hash = sortable(literal(hashPart.part.right, bindings, key.hash, kinds));
  const other = named.find((one) => one !== hashPart);
  if (other === undefined) return { hash, below: () => false, within: () => true };
  if (other.name === key.hash) throw invalid('KeyConditionExpressions must only contain one condition per key');
  if (key.range === undefined || other.name !== key.range)
    throw invalid(`Query condition missed key schema element: ${key.range ?? key.hash}`);
  return { hash, ...sortRange(other.part, bindings, key.range, kinds) };
}

function attributeOf(part: Condition, bindings: Bindings): string {
  const operand =
    part.kind === 'compare' ? part.left : part.kind === 'between' ? part.operand : part.kind === 'function' ? part.operands[0] : undefined;
  if (operand === undefined) throw invalidOperator(part.kind.toUpperCase());
  if (operand.kind !== 'path')
    throw invalid('Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: No key attribute specified');
  const [name, ...below] = bindings.path(operand.path);
  if (below.length > 0)
    throw invalid('Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes');
  return name as string;
}

function literal(operand: Operand | undefined, bindings: Bindings, name: string, kinds: Record<string, KeyKind>): AttributeValue {
  if (operand?.kind !== 'value') throw invalid('Invalid KeyConditionExpression: The second operand of a key condition has to be a value');
  const value = bindings.value(operand.name);
  if (kindOf(value) !== kinds[name]) {
    throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
  }
  if (value.S === '' || value.B === '') {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return value;
}

type Bounds = Pick<KeyRange, 'below' | 'within'>;

function sortRange(part: Condition, bindings: Bindings, name: string, kinds: Record<string, KeyKind>): Bounds {
  if (part.kind === 'between') {
    const low = sortable(literal(part.low, bindings, name, kinds));
    const high = sortable(literal(part.high, bindings, name, kinds));
    return { below: (row) => compareText(row.order, low) < 0, within: (row) => compareText(row.order, high) <= 0 };
  }
  if (part.kind === 'function') {
    if (part.name !== 'begins_with') throw invalidOperator(part.name);
    const value = literal(part.operands[1], bindings, name, kinds);
    if (value.N !== undefined)
      throw invalid(
        'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
      );
    const prefix = sortable(value);
    return { below: (row) => compareText(row.order, prefix) < 0, within: (row) => row.order.startsWith(prefix) };
  }
  if (part.kind !== 'compare') throw unsupported();
  return comparatorRange(part.comparator, sortable(literal(part.right, bindings, name, kinds)));
}

function comparatorRange(comparator: Comparator, value: string): Bounds {
  const order = (row: Row) => compareText(row.order, value);
  switch (comparator) {
    case '=':
      return { below: (row) => order(row) < 0, within: (row) => order(row) <= 0 };
    case '<':
      return { below: () => false, within: (row) => order(row) < 0 };
    case '<=':
      return { below: () => false, within: (row) => order(row) <= 0 };
    case '>':
      return { below: (row) => order(row) <= 0, within: () => true };
    case '>=':
      return { below: (row) => order(row) < 0, within: () => true };
    case '<>':
      throw invalidOperator('<>');
  }
}
