/** Invoking: which version is meant, whether it may run now, and what came of it. */
import { AwsError, type Place } from '../contract.ts';
import type { Faults } from '../faults.ts';
import type { FunctionLogs } from './logs.ts';
import type { Functions, LambdaFunction, Version } from './functions.ts';

/** Limits of payloads in bytes (Lambda quotas, 2026). */
export const payloadLimits = { synchronous: 6 * 1024 * 1024, asynchronous: 1024 * 1024 } as const;

export interface Invoked {
  status: number;
  functionError?: 'Unhandled';
  /** JSON text. */
  payload: string;
  executedVersion: string;
  requestId: string;
}
/** A function as meant by a name or ARN, with its qualifier. */
export interface Target {
  fn: LambdaFunction;
  version: Version;
  /** The ARN as it was meant: with the qualifier when one was given. */
  arn: string;
}

/** Reads `name`, `name:qualifier` or an ARN with or without a qualifier. */
export function readFunctionName(name: string): { name: string; qualifier?: string } {
  const parts = name.startsWith('arn:') ? name.split(':').slice(6) : name.split(':');
  const [plain = '', qualifier] = parts;
  return { name: plain, ...(qualifier === undefined ? {} : { qualifier }) };
}

/** Finds the version that is meant. Throws ResourceNotFoundException. */
export function findTarget(functions: Functions, place: Place, given: string, extraQualifier?: string): Target {
  const read = readFunctionName(given);
  const qualifier = extraQualifier ?? read.qualifier;
  const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${read.name}${qualifier === undefined ? '' : `:${qualifier}`}`;
  const fn = functions.get(read.name);
  const versionName = qualifier === undefined ? '$LATEST' : (fn?.aliases.get(qualifier) ?? qualifier);
  const version = versionName === '$LATEST' ? fn?.latest : fn?.versions.get(versionName);
  if (fn === undefined || version === undefined)
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
  return { fn, version, arn };
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

function tooMany(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
  });
}

async function strike(faults: Faults, target: Target): Promise<void> {
  for (const effect of faults.strike('invocation', target.fn.name)) {
    if (effect.kind === 'throttle') throw tooMany();
    if (effect.kind === 'delay') await pause(effect.ms);
    if (effect.kind === 'kill') setTimeout(() => target.version.pool.killOne(), effect.afterMs).unref();
  }
}

function running(fn: LambdaFunction): number {
  return [fn.latest, ...fn.versions.values()].reduce((sum, version) => sum + version.pool.running, 0);
}

/** Runs one event. Throws AwsError for what the Invoke API refuses; a function's own failure is an answer with `functionError`. */
export async function invokeTarget(target: Target, payload: string, logs: FunctionLogs, faults: Faults): Promise<Invoked> {
  await strike(faults, target);
  const limit = target.fn.reservedConcurrency;
  if (limit !== undefined && running(target.fn) >= limit) throw tooMany();
  const { name } = target.fn;
  const outcome = await target.version.pool.run(payload === '' ? '{}' : payload, target.arn);
  logs.write(name, `REPORT RequestId: ${outcome.requestId} Version: ${target.version.name} Duration: ${outcome.durationMs.toFixed(2)} ms`);
  const answer = { status: 200, executedVersion: target.version.name, requestId: outcome.requestId };
  if (outcome.kind === 'answer' && Buffer.byteLength(outcome.payload) <= payloadLimits.synchronous)
    return { ...answer, payload: outcome.payload };
  const failure =
    outcome.kind === 'error'
      ? outcome.error
      : {
          errorType: 'Function.ResponseSizeTooLarge',
          errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadLimits.synchronous} bytes).`,
        };
  logs.write(
    name,
    `ERROR ${failure.errorType}: ${failure.errorMessage}${failure.trace === undefined ? '' : `\n${failure.trace.slice(1).join('\n')}`}`,
  );
  return { ...answer, functionError: 'Unhandled', payload: JSON.stringify(failure) };
}
