/** What an update expression makes of an item. Every right side sees the item as it was. */
import { addNumbers } from '../number.ts';
import { invalid, kindOf, type AttributeValue, type Item } from '../value.ts';
import type { Bindings } from './binding.ts';
import { at, refuseOverlaps, withValue } from './path.ts';
import type { Path, SetValue, Update } from './tree.ts';

const wrongKind = () => invalid('An operand in the update expression has an incorrect data type');
const missing = () => invalid('The provided expression refers to an attribute that does not exist in the item');

/** All paths that the update writes, names resolved. */
export function writtenPaths(update: Update, bindings: Bindings): Path[] {
  const paths = [
    ...update.set.map((action) => action.path),
    ...update.remove,
    ...[...update.add, ...update.delete].map((action) => action.path),
  ];
  return paths.map((path) => bindings.path(path));
}

/** Refuses overlapping paths, changes of key attributes, and operands that no item could fit. */
export function checkUpdate(update: Update, bindings: Bindings, keyNames: readonly string[]): void {
  const paths = writtenPaths(update, bindings);
  refuseOverlaps(paths, 'UpdateExpression');
  for (const [name] of paths) {
    if (keyNames.includes(name as string)) {
      throw invalid(`One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`);
    }
  }
  for (const [actions, allowed, operator] of [
    [update.add, ['N', 'SS', 'NS', 'BS'], 'ADD'],
    [update.delete, ['SS', 'NS', 'BS'], 'DELETE'],
  ] as const) {
    for (const { value } of actions) {
      const kind = kindOf(bindings.value(value));
      if ((allowed as readonly string[]).includes(kind)) continue;
      throw invalid(
        `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${kind}`,
      );
    }
  }
}

export function applyUpdate(update: Update, item: Item, bindings: Bindings): Item {
  let result = item;
  const sets = update.set.map(({ path, value }) => ({ path: bindings.path(path), value: evaluated(value, item, bindings) }));
  // Several places beyond a list's end are appended in their own order.
  sets.sort((a, b) => byPlace(a.path, b.path));
  for (const { path, value } of sets) result = withValue(result, path, value);
  for (const { path, value } of update.add) {
    const bound = bindings.path(path);
    result = withValue(result, bound, added(at(item, bound), bindings.value(value)));
  }
  for (const { path, value } of update.delete) {
    const bound = bindings.path(path);
    const before = at(item, bound);
    if (before !== undefined) result = withValue(result, bound, withoutMembers(before, bindings.value(value)));
  }
  // From the highest place down, so that the others keep theirs until they go.
  const removes = update.remove.map((path) => bindings.path(path)).sort((a, b) => byPlace(b, a));
  for (const path of removes) result = withValue(result, path, undefined);
  return result;
}

/** Orders paths by their first differing place in a list; names need no order. */
function byPlace(a: Path, b: Path): number {
  for (let depth = 0; depth < Math.min(a.length, b.length); depth++) {
    const [x, y] = [a[depth], b[depth]];
    if (x === y) continue;
    return typeof x === 'number' && typeof y === 'number' ? x - y : 0;
  }
  return 0;
}

function evaluated(value: SetValue, item: Item, bindings: Bindings): AttributeValue {
  switch (value.kind) {
    case 'operand': {
      const { operand } = value;
      if (operand.kind === 'value') return bindings.value(operand.name);
      if (operand.kind === 'size')
        throw invalid('Invalid UpdateExpression: The function is not allowed in an update expression; function: size');
      const found = at(item, bindings.path(operand.path));
      if (found === undefined) throw missing();
      return found;
    }
    case 'if_not_exists':
      return at(item, bindings.path(value.path)) ?? evaluated(value.otherwise, item, bindings);
    case 'list_append': {
      const left = evaluated(value.left, item, bindings).L;
      const right = evaluated(value.right, item, bindings).L;
      if (left === undefined || right === undefined) throw wrongKind();
      return { L: [...left, ...right] };
    }
    case 'plus':
    case 'minus': {
      const left = evaluated(value.left, item, bindings).N;
      const right = evaluated(value.right, item, bindings).N;
      if (left === undefined || right === undefined) throw wrongKind();
      return { N: addNumbers(left, right, value.kind === 'minus') };
    }
  }
}

function added(before: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (before === undefined) return value;
  if (before.N !== undefined && value.N !== undefined) return { N: addNumbers(before.N, value.N) };
  for (const kind of ['SS', 'NS', 'BS'] as const) {
    const [old, more] = [before[kind], value[kind]];
    if (old !== undefined && more !== undefined) return { [kind]: [...new Set([...old, ...more])] };
  }
  throw wrongKind();
}

/** `undefined` when nothing is left: there are no empty sets. */
function withoutMembers(before: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  for (const kind of ['SS', 'NS', 'BS'] as const) {
    const [old, less] = [before[kind], value[kind]];
    if (old === undefined || less === undefined) continue;
    const left = old.filter((member) => !less.includes(member));
    return left.length === 0 ? undefined : { [kind]: left };
  }
  throw wrongKind();
}
