/** The trees that expressions become. */

/** The first part is an attribute name; strings are names, numbers are places in a list. `#placeholders` stay as written until they are bound. */
export type Path = (string | number)[];

export type Operand = { kind: 'path'; path: Path } | { kind: 'value'; name: string } | { kind: 'size'; of: Operand };

export const comparators = ['=', '<>', '<', '<=', '>', '>='] as const;
export type Comparator = (typeof comparators)[number];
export const conditionFunctions = ['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains'] as const;
export type ConditionFunction = (typeof conditionFunctions)[number];

export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'in'; operand: Operand; list: Operand[] }
  | { kind: 'function'; name: ConditionFunction; operands: Operand[] };

export type SetValue =
  | { kind: 'operand'; operand: Operand }
  | { kind: 'plus' | 'minus'; left: SetValue; right: SetValue }
  | { kind: 'if_not_exists'; path: Path; otherwise: SetValue }
  | { kind: 'list_append'; left: SetValue; right: SetValue };

export interface Update {
  set: { path: Path; value: SetValue }[];
  remove: Path[];
  add: { path: Path; value: string }[];
  delete: { path: Path; value: string }[];
}

/** A parsed expression and the placeholders it uses. */
export interface Parsed<Tree> {
  tree: Tree;
  names: Set<string>;
  values: Set<string>;
}
