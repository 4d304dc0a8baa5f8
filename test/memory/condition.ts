/** Condition expressions over plain values: the local engine's parser, compiled once per text. */
import { parseCondition } from '../../local/services/dynamodb/expression/parse.ts';
import type { Condition, Operand, Path } from '../../local/services/dynamodb/expression/tree.ts';
import { compareText } from '../../local/services/dynamodb/value.ts';
import type { Item } from '../../shared/database/database.ts';
import { same } from './value.ts';

export interface Given {
  names: Readonly<Record<string, string>>;
  values: Readonly<Item>;
}
type Read = (item: Item, given: Given) => unknown;
type Holds = (item: Item, given: Given) => boolean;
interface Compiled {
  holds: Holds;
  /** How many placeholders it uses: as many must be given. */
  names: ReadonlySet<string>;
  values: ReadonlySet<string>;
}

const cannot = (what: string): never => {
  throw new Error(`The engine in memory does not know ${what}: the contact center has not used it so far`);
};

function readPath(path: Path): Read {
  const [name, ...rest] = path;
  if (typeof name !== 'string' || rest.length > 0) return cannot('paths into documents');
  if (!name.startsWith('#')) return (item) => item[name];
  return (item, { names }) => item[names[name] as string];
}

function operand(of: Operand): Read {
  if (of.kind === 'path') return readPath(of.path);
  if (of.kind === 'value') return (_, { values }) => values[of.name];
  return cannot('size()');
}

/** Negative, zero or positive; undefined where two values have no order. */
function order(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return undefined;
}

function comparison({ comparator, left, right }: Condition & { kind: 'compare' }): Holds {
  const [a, b] = [operand(left), operand(right)];
  const ordered = (fits: (by: number) => boolean): Holds => {
    return (item, given) => {
      const by = order(a(item, given), b(item, given));
      return by !== undefined && fits(by);
    };
  };
  switch (comparator) {
    case '=':
      return (item, given) => {
        const [x, y] = [a(item, given), b(item, given)];
        return x !== undefined && y !== undefined && same(x, y);
      };
    case '<>':
      return (item, given) => !same(a(item, given), b(item, given));
    case '<':
      return ordered((by) => by < 0);
    case '<=':
      return ordered((by) => by <= 0);
    case '>':
      return ordered((by) => by > 0);
    case '>=':
      return ordered((by) => by >= 0);
  }
}

function called({ name, operands }: Condition & { kind: 'function' }): Holds {
  const [first, second] = operands.map(operand);
  if (first === undefined) return cannot(`${name} of nothing`);
  if (name === 'attribute_exists') return (item, given) => first(item, given) !== undefined;
  if (name === 'attribute_not_exists') return (item, given) => first(item, given) === undefined;
  if (name !== 'begins_with' || second === undefined) return cannot(name);
  return (item, given) => {
    const [text, start] = [first(item, given), second(item, given)];
    return typeof text === 'string' && typeof start === 'string' && text.startsWith(start);
  };
}

function compile(condition: Condition): Holds {
  switch (condition.kind) {
    case 'and': {
      const [left, right] = [compile(condition.left), compile(condition.right)];
      return (item, given) => left(item, given) && right(item, given);
    }
    case 'or': {
      const [left, right] = [compile(condition.left), compile(condition.right)];
      return (item, given) => left(item, given) || right(item, given);
    }
    case 'not': {
      const of = compile(condition.of);
      return (item, given) => !of(item, given);
    }
    case 'compare':
      return comparison(condition);
    case 'function':
      return called(condition);
    case 'in': {
      const [value, list] = [operand(condition.operand), condition.list.map(operand)];
      return (item, given) => {
        const one = value(item, given);
        return one !== undefined && list.some((other) => same(one, other(item, given)));
      };
    }
    case 'between':
      return cannot('BETWEEN');
  }
}

const known = new Map<string, Compiled>();

/** The compiled expression. Throws for one that this engine does not know. */
export function compiled(text: string): Compiled {
  let found = known.get(text);
  if (found === undefined) {
    const { tree, names, values } = parseCondition(text);
    known.set(text, (found = { holds: compile(tree), names, values }));
  }
  return found;
}

/** Does the condition hold? Throws where a placeholder is missing or not used, as the service refuses such a request. */
export function holds(text: string, item: Item, names: Given['names'], values: Given['values']): boolean {
  const expression = compiled(text);
  refuseUnfitting(text, expression.names, names);
  refuseUnfitting(text, expression.values, values);
  return expression.holds(item, { names, values });
}

function refuseUnfitting(text: string, used: ReadonlySet<string>, given: Readonly<Item>): void {
  let count = 0;
  for (const name in given) if (given[name] !== undefined) count++;
  if (count !== used.size) throw new Error(`"${text}" is given ${count} placeholders and uses ${used.size}`);
  for (const name of used) if (given[name] === undefined) throw new Error(`"${text}" lacks ${name}`);
}
