/** Whether a condition holds for an item. A comparison with something that is missing is false, except `<>`. */
import { Buffer } from 'node:buffer';
import { compare, equal, invalid, kindOf, kinds, valueSize, type AttributeValue, type Item } from '../value.ts';
import type { Bindings } from './binding.ts';
import { at } from './path.ts';
import type { Condition, Operand } from './tree.ts';

export function holds(condition: Condition, item: Item, bindings: Bindings): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, bindings) && holds(condition.right, item, bindings);
    case 'or':
      return holds(condition.left, item, bindings) || holds(condition.right, item, bindings);
    case 'not':
      return !holds(condition.of, item, bindings);
    case 'compare':
      return compared(condition, item, bindings);
    case 'between': {
      const [value, low, high] = [condition.operand, condition.low, condition.high].map((operand) => read(operand, item, bindings));
      if (value === undefined || low === undefined || high === undefined) return false;
      return (compare(value, low) ?? -1) >= 0 && (compare(value, high) ?? 1) <= 0;
    }
    case 'in': {
      const value = read(condition.operand, item, bindings);
      if (value === undefined) return false;
      return condition.list.some((operand) => {
        const other = read(operand, item, bindings);
        return other !== undefined && equal(value, other);
      });
    }
    case 'function':
      return called(condition, item, bindings);
  }
}

function read(operand: Operand, item: Item, bindings: Bindings): AttributeValue | undefined {
  if (operand.kind === 'value') return bindings.value(operand.name);
  if (operand.kind === 'path') return at(item, bindings.path(operand.path));
  const value = read(operand.of, item, bindings);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined || value.B !== undefined) return valueSize(value);
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}

function compared(condition: Condition & { kind: 'compare' }, item: Item, bindings: Bindings): boolean {
  const left = read(condition.left, item, bindings);
  const right = read(condition.right, item, bindings);
  if (left === undefined || right === undefined) return condition.comparator === '<>' && left !== right;
  if (condition.comparator === '=') return equal(left, right);
  if (condition.comparator === '<>') return !equal(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  switch (condition.comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function called(condition: Condition & { kind: 'function' }, item: Item, bindings: Bindings): boolean {
  const [first, second] = condition.operands.map((operand) => read(operand, item, bindings));
  switch (condition.name) {
    case 'attribute_exists':
      return first !== undefined;
    case 'attribute_not_exists':
      return first === undefined;
    case 'attribute_type':
      return first !== undefined && kindOf(first) === second?.S;
    case 'begins_with':
      if (first === undefined || second === undefined) return false;
      if (first.S !== undefined && second.S !== undefined) return first.S.startsWith(second.S);
      if (first.B !== undefined && second.B !== undefined) return latin(first.B).startsWith(latin(second.B));
      return false;
    case 'contains':
      return first !== undefined && second !== undefined && contains(first, second);
  }
}

const latin = (base64: string) => Buffer.from(base64, 'base64').toString('latin1');

function contains(container: AttributeValue, member: AttributeValue): boolean {
  if (container.S !== undefined) return member.S !== undefined && container.S.includes(member.S);
  if (container.B !== undefined) return member.B !== undefined && latin(container.B).includes(latin(member.B));
  if (container.L !== undefined) return container.L.some((one) => equal(one, member));
  if (container.SS !== undefined) return member.S !== undefined && container.SS.includes(member.S);
  if (container.NS !== undefined) return member.N !== undefined && container.NS.includes(member.N);
  return container.BS !== undefined && member.B !== undefined && container.BS.includes(member.B);
}

/** Refuses what no item could make sense of: a wrong kind of literal operand, an operand compared with itself. */
export function checkCondition(condition: Condition, bindings: Bindings, which: string): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      checkCondition(condition.left, bindings, which);
      checkCondition(condition.right, bindings, which);
      return;
    case 'not':
      checkCondition(condition.of, bindings, which);
      return;
    case 'compare':
      refuseSame(condition.left, condition.right, condition.comparator, which);
      if (condition.comparator !== '=' && condition.comparator !== '<>') {
        refuseKinds([condition.left, condition.right], ['S', 'N', 'B'], condition.comparator, bindings, which);
      }
      return;
    case 'between':
      refuseKinds([condition.operand, condition.low, condition.high], ['S', 'N', 'B'], 'BETWEEN', bindings, which);
      checkBounds(condition.low, condition.high, bindings, which);
      return;
    case 'function':
      checkFunction(condition, bindings, which);
      return;
    case 'in':
  }
}

function checkFunction({ name, operands }: Condition & { kind: 'function' }, bindings: Bindings, which: string): void {
  const second = operands[1];
  if (name === 'begins_with') refuseKinds(operands, ['S', 'B'], name, bindings, which);
  if (name === 'attribute_type') {
    if (second?.kind !== 'value')
      throw invalid(`Invalid ${which}: Incorrect operand type for operator or function; operator or function: attribute_type`);
    refuseKinds([second], ['S'], name, bindings, which);
    const type = bindings.value(second.name).S ?? '';
    if (!(kinds as readonly string[]).includes(type)) {
      throw invalid(`Invalid ${which}: Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`);
    }
  }
  if (second !== undefined) refuseSame(operands[0] as Operand, second, name, which);
}

function checkBounds(low: Operand, high: Operand, bindings: Bindings, which: string): void {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const [from, to] = [bindings.value(low.name), bindings.value(high.name)];
  if (kindOf(from) !== kindOf(to)) {
    throw invalid(`Invalid ${which}: The BETWEEN operator requires same data type for lower and upper bounds`);
  }
  if ((compare(from, to) ?? 0) > 0) {
    throw invalid(`Invalid ${which}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound`);
  }
}

function refuseSame(left: Operand, right: Operand, operator: string, which: string): void {
  if (left.kind !== 'path' || right.kind !== 'path' || JSON.stringify(left.path) !== JSON.stringify(right.path)) return;
  throw invalid(
    `Invalid ${which}: The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: [${left.path.join(', ')}]`,
  );
}

function refuseKinds(operands: Operand[], allowed: readonly string[], operator: string, bindings: Bindings, which: string): void {
  for (const operand of operands) {
    if (operand.kind !== 'value') continue;
    const kind = kindOf(bindings.value(operand.name));
    if (allowed.includes(kind)) continue;
    throw invalid(
      `Invalid ${which}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${kind}`,
    );
  }
}
