/** Reading parameters: numbers may come as strings, and a wrong value is a failure in the service's words. */
import type { Digit } from '../media/contract.ts';
import type { Sound } from '../calls/effects.ts';
import type { Failure, Outcome, Parameters } from './contract.ts';

export const succeeded: Outcome = { kind: 'succeeded' };

/** `ACTION_FAILED` with ErrorType InvalidActionParameter. */
export function invalidParameter(message: string): Failure {
  return { kind: 'failed', errorType: 'InvalidActionParameter', message };
}
export const systemFailure: Failure = { kind: 'failed', errorType: 'SystemException', message: 'System error while running action' };
export const invalidTarget: Failure = invalidParameter('CallId or ParticipantTag parameter for action is invalid');
export const unreadableSound: Failure = {
  kind: 'failed',
  errorType: 'InvalidAudioSource',
  message: 'Cannot access S3 bucket or audio file.',
};
export const invalidSound: Failure = {
  kind: 'failed',
  errorType: 'InvalidAudioSource',
  message: 'Audio Source parameter value is invalid.',
};

/** A whole number, given as number or string; NaN for anything else. */
export function wholeNumber(value: unknown): number {
  if (typeof value === 'number') return Number.isInteger(value) ? value : NaN;
  return typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : NaN;
}

/** A whole number within bounds: `absent` without a value, undefined when it is wrong. */
export function numberWithin(value: unknown, bounds: { min: number; max?: number; absent: number }): number | undefined {
  if (value === undefined || value === null) return bounds.absent;
  const number = wholeNumber(value);
  return number >= bounds.min && number <= (bounds.max ?? Number.MAX_SAFE_INTEGER) ? number : undefined;
}

/** A list of single keys; undefined when it is wrong. */
export function keys(value: unknown, absent: readonly Digit[]): readonly Digit[] | undefined {
  if (value === undefined || value === null) return absent;
  if (!Array.isArray(value)) return undefined;
  return value.every((key): key is Digit => typeof key === 'string' && /^[0-9#*]$/.test(key)) ? value : undefined;
}

/** An object in S3, or undefined when type, bucket or key is missing. */
export function audioObject(value: unknown): Sound | undefined {
  const { Type: type, BucketName: bucket, Key: key } = fields(value);
  if (type !== 'S3' || !isText(bucket) || !isText(key)) return undefined;
  return { kind: 'object', bucket, key };
}

/** The fields of a parameter that should be an object. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

/** A regular expression that must match as a whole; undefined when it is none. */
export function wholePattern(value: unknown): RegExp | undefined {
  if (!isText(value)) return undefined;
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    return undefined;
  }
}

/** The milliseconds of the parameter of this name, above zero; else the failure that names it. */
export function positive(parameters: Parameters, name: string, absent = NaN): number | Failure {
  const value = numberWithin(parameters[name], { min: 1, absent });
  return value === undefined || Number.isNaN(value) ? invalidParameter(`${name} parameter is invalid.`) : value;
}

/** What a playback that could not be played means for its action. */
export function playFailure(end: 'unreadable' | 'invalid' | 'unspoken'): Failure {
  if (end === 'unreadable') return unreadableSound;
  return end === 'invalid' ? invalidSound : systemFailure;
}
