/** The intrinsic functions of CloudFormation, pure: a value of a template in, its plain value out. */
export interface Scope {
  /** Value of `Ref` for a resource, parameter or pseudo parameter; `undefined` where there is none. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  imported(name: string): unknown;
  zones: readonly string[];
}

/** Stands for `AWS::NoValue`: what holds it is left out. */
export const noValue = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: Scope) => unknown;

const text = (value: unknown, of: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${of} needs a text, not ${JSON.stringify(value)}`);
};
const items = (value: unknown, of: string): unknown[] => {
  if (!Array.isArray(value)) throw new Error(`${of} needs a list, not ${JSON.stringify(value)}`);
  return value;
};

function substitute(argument: unknown, scope: Scope): string {
  const [template, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const own = resolve(given ?? {}, scope) as Record<string, unknown>;
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in own) return text(own[name], 'Fn::Sub');
    const [logicalId = '', ...attribute] = name.split('.');
    return text(attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.')) : scope.ref(name), `Fn::Sub \${${name}}`);
  });
}

const truth = (argument: unknown, scope: Scope): boolean => resolve(argument, scope) === true;

const functions: Record<string, Evaluate> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
    return scope.attribute(logicalId, attribute.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, list] = items(argument, 'Fn::Join');
    return items(resolve(list, scope), 'Fn::Join')
      .map((item) => text(item, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, list] = items(resolve(argument, scope), 'Fn::Select');
    const found = items(list, 'Fn::Select')[Number(index)];
    if (found === undefined) throw new Error(`Fn::Select finds nothing at ${String(index)}`);
    return found;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = items(resolve(argument, scope), 'Fn::Split');
    return text(source, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = items(argument, 'Fn::If');
    return resolve(scope.condition(text(condition, 'Fn::If')) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = items(resolve(argument, scope), 'Fn::Equals');
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => items(argument, 'Fn::And').every((part) => truth(part, scope)),
  'Fn::Or': (argument, scope) => items(argument, 'Fn::Or').some((part) => truth(part, scope)),
  'Fn::Not': (argument, scope) => !truth(items(argument, 'Fn::Not')[0], scope),
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = items(resolve(argument, scope), 'Fn::FindInMap').map((part) => text(part, 'Fn::FindInMap'));
    return scope.mapping(map ?? '', first ?? '', second ?? '');
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(text(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::GetAZs': (_, scope) => [...scope.zones],
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
};

/** The plain value; throws on an intrinsic function it does not know and on one that does not fit. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (
    entries.length === 1 &&
    name !== undefined &&
    (name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string'))
  ) {
    const evaluate = functions[name];
    if (evaluate === undefined) throw new Error(`the intrinsic function ${name} is not supported by the local cloud`);
    return evaluate(argument, scope);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item, scope)] as const).filter(([, item]) => item !== noValue));
}

function namesInSub(argument: unknown): string[] {
  const [template, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const own = (given ?? {}) as Record<string, unknown>;
  const names = [...String(template).matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1] ?? '').filter((name) => !(name in own));
  return [...names.map((name) => name.split('.')[0] ?? ''), ...references(own)];
}

/** Every name that a value refers to: the resources that have to exist before it. */
export function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === 'Ref') return [String(argument)];
    if (key === 'Fn::GetAtt') return [typeof argument === 'string' ? (argument.split('.')[0] ?? '') : String((argument as unknown[])[0])];
    if (key === 'Fn::Sub') return namesInSub(argument);
    return references(argument);
  });
}
