/** Reading a request's members. Unknown members are ignored, as the service ignores them; known ones that are not supported are refused by name. */
import { AwsError } from '../../contract.ts';
import { invalid } from './value.ts';

export type Request = Record<string, unknown>;

const legacy = ['Expected', 'ConditionalOperator', 'AttributeUpdates', 'AttributesToGet', 'KeyConditions', 'QueryFilter', 'ScanFilter'];
/** Refuses the parameters that expressions replaced. */
export function refuseLegacy(request: Request): void {
  const found = legacy.find((name) => request[name] !== undefined);
  if (found !== undefined) throw new AwsError('NotImplemented', `The legacy parameter ${found} is not supported by the local cloud`, 501);
}

export function asRequest(value: unknown): Request {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AwsError('SerializationException', 'Unexpected value in the request');
  return value as Request;
}

const memberName = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

export function optionalText(request: Request, name: string): string | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new AwsError('SerializationException', `${name} is not a string`);
  return value;
}
export function requiredText(request: Request, name: string): string {
  const value = optionalText(request, name);
  if (value === undefined) {
    throw invalid(`1 validation error detected: Value null at '${memberName(name)}' failed to satisfy constraint: Member must not be null`);
  }
  return value;
}
export function required(request: Request, name: string): unknown {
  const value = request[name];
  if (value !== undefined && value !== null) return value;
  throw invalid(`1 validation error detected: Value null at '${memberName(name)}' failed to satisfy constraint: Member must not be null`);
}
export function optionalNumber(request: Request, name: string, from: number, to = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number') throw new AwsError('SerializationException', `${name} is not a number`);
  if (value < from || value > to) {
    const limit = value < from ? `greater than or equal to ${from}` : `less than or equal to ${to}`;
    throw invalid(
      `1 validation error detected: Value '${value}' at '${memberName(name)}' failed to satisfy constraint: Member must have value ${limit}`,
    );
  }
  return value;
}
export function flag(request: Request, name: string): boolean {
  const value = request[name];
  if (value !== undefined && value !== null && typeof value !== 'boolean')
    throw new AwsError('SerializationException', `${name} is not a boolean`);
  return value === true;
}
/** One of a closed set; the first is the default. */
export function choice<const Choice extends string>(request: Request, name: string, choices: readonly [Choice, ...Choice[]]): Choice {
  const value = optionalText(request, name);
  if (value === undefined) return choices[0];
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${memberName(name)}' failed to satisfy constraint: Member must satisfy enum value set: [${choices.join(', ')}]`,
  );
}
/** A list whose length is within bounds. */
export function listOf(request: Request, name: string, max: number): Request[] {
  const value = required(request, name);
  if (!Array.isArray(value)) throw new AwsError('SerializationException', `${name} is not a list`);
  if (value.length < 1 || value.length > max) {
    const limit = value.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${max}`;
    throw invalid(
      `1 validation error detected: Value at '${memberName(name)}' failed to satisfy constraint: Member must have length ${limit}`,
    );
  }
  return value.map(asRequest);
}
