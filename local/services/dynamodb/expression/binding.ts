/** Placeholders of a request and what they stand for; refuses what is missing or unused, as the service does. */
import { AwsError } from '../../../contract.ts';
import { checkItem, invalid, type AttributeValue, type Item } from '../value.ts';
import type { Parsed, Path } from './tree.ts';

export interface Bindings {
  /** The path with names for `#placeholders`. */
  path(path: Path): Path;
  value(name: string): AttributeValue;
}

export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/** `which` names the expression in errors, beside each parsed expression of the request. */
export function bind(given: Placeholders, expressions: { which: string; parsed: Parsed<unknown> }[]): Bindings {
  const names = checkedNames(given.ExpressionAttributeNames, expressions.length > 0);
  const values = checkedValues(given.ExpressionAttributeValues, expressions.length > 0);
  const usedNames = new Set<string>();
  const usedValues = new Set<string>();
  for (const { which, parsed } of expressions) {
    for (const name of parsed.names) {
      if (!Object.hasOwn(names, name)) {
        throw invalid(`Invalid ${which}: An expression attribute name used in the document path is not defined; attribute name: ${name}`);
      }
      usedNames.add(name);
    }
    for (const name of parsed.values) {
      if (!Object.hasOwn(values, name)) {
        throw invalid(`Invalid ${which}: An expression attribute value used in expression is not defined; attribute value: ${name}`);
      }
      usedValues.add(name);
    }
  }
  refuseUnused('ExpressionAttributeNames', names, usedNames);
  refuseUnused('ExpressionAttributeValues', values, usedValues);
  return {
    path: (path) => path.map((part) => (typeof part === 'string' && part.startsWith('#') ? (names[part] as string) : part)),
    value: (name) => values[name] as AttributeValue,
  };
}

function checkedNames(given: Record<string, string> | undefined, expressions: boolean): Record<string, string> {
  if (given === undefined) return {};
  if (!expressions) throw invalid('ExpressionAttributeNames can only be specified when using expressions');
  if (Object.keys(given).length === 0) throw invalid('ExpressionAttributeNames must not be empty');
  for (const [placeholder, name] of Object.entries(given)) {
    if (!/^#[A-Za-z0-9_]+$/.test(placeholder)) {
      throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${placeholder}"`);
    }
    if (typeof name !== 'string' || name === '') throw invalid(`ExpressionAttributeNames contains invalid value for key ${placeholder}`);
  }
  return given;
}

function checkedValues(given: Record<string, unknown> | undefined, expressions: boolean): Item {
  if (given === undefined) return {};
  if (!expressions) throw invalid('ExpressionAttributeValues can only be specified when using expressions');
  if (Object.keys(given).length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  for (const placeholder of Object.keys(given)) {
    if (!/^:[A-Za-z0-9_]+$/.test(placeholder)) {
      throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${placeholder}"`);
    }
  }
  try {
    return checkItem(given);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message}`);
  }
}

function refuseUnused(which: string, given: object, used: Set<string>): void {
  const unused = Object.keys(given).filter((name) => !used.has(name));
  if (unused.length > 0) throw invalid(`Value provided in ${which} unused in expressions: keys: {${unused.join(', ')}}`);
}
