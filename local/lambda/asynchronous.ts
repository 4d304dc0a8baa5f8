/**
 * Asynchronous invocations: two retries after errors of the function (after one and two minutes in AWS), throttled ones again with backoff
 * until they are too old, then the dead letter or the destination for failures. Events under way do not outlive the process.
 */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../contract.ts';
import type { Invoked } from './invoke.ts';

/** `AWS::Lambda::EventInvokeConfig` and the function's `DeadLetterConfig`. */
export interface AsynchronousConfig {
  retries: number;
  maximumAgeSeconds: number;
  onFailure?: string;
  deadLetter?: string;
}
export const defaultAsynchronousConfig: AsynchronousConfig = { retries: 2, maximumAgeSeconds: 6 * 3600 };

export interface AsynchronousSettings {
  run: (functionArn: string, payload: string) => Promise<Invoked>;
  configOf: (functionArn: string) => AsynchronousConfig;
  /** Sends a message to a destination (an ARN) with the rights of the function's role. */
  send: (functionArn: string, destination: string, body: string, attributes: Record<string, string>) => Promise<void>;
  /** Pauses before each retry, milliseconds. */
  retryPausesMs: readonly number[];
  duplicate: (functionArn: string) => boolean;
  log: (line: string) => void;
}
export interface Asynchronous {
  /** Accepts an event and returns at once. */
  accept(functionArn: string, payload: string): string;
  /** How many events are under way. */
  readonly pending: number;
  close(): void;
}

interface Event {
  functionArn: string;
  payload: string;
  requestId: string;
  acceptedAt: number;
  attempts: number;
}
type Reason = 'RetriesExhausted' | 'EventAgeExceeded';

/** What a destination for failures receives (Lambda Developer Guide, "Capturing records of asynchronous invocations"). */
function failureRecord(event: Event, condition: Reason, last: Invoked | undefined): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: { requestId: event.requestId, functionArn: event.functionArn, condition, approximateInvokeCount: event.attempts },
    requestPayload: JSON.parse(event.payload) as unknown,
    responseContext: {
      statusCode: last?.status ?? 429,
      executedVersion: last?.executedVersion ?? '$LATEST',
      functionError: last?.functionError,
    },
    responsePayload: last === undefined ? null : (JSON.parse(last.payload) as unknown),
  });
}

/** The queue of asynchronous events, each going its own way. */
export function createAsynchronous(settings: AsynchronousSettings): Asynchronous {
  let pending = 0;
  let closed = false;
  const timers = new Map<NodeJS.Timeout, () => void>();

  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        done();
      }, ms);
      timers.set(timer, done);
    });
  async function giveUp(event: Event, reason: Reason, last: Invoked | undefined): Promise<void> {
    const config = settings.configOf(event.functionArn);
    settings.log(`An asynchronous event for ${event.functionArn.split(':').slice(6).join(':')} was given up: ${reason}`);
    if (config.onFailure !== undefined) await settings.send(event.functionArn, config.onFailure, failureRecord(event, reason, last), {});
    if (config.deadLetter === undefined) return;
    const ErrorMessage =
      last === undefined ? 'Rate Exceeded.' : ((JSON.parse(last.payload) as { errorMessage?: string }).errorMessage ?? '');
    await settings.send(event.functionArn, config.deadLetter, event.payload, {
      RequestID: event.requestId,
      ErrorCode: String(last?.status ?? 429),
      ErrorMessage: ErrorMessage.slice(0, 1000),
    });
  }
  /** One attempt; `throttled` does not count as a retry. */
  async function attempt(event: Event): Promise<Invoked | 'throttled'> {
    try {
      event.attempts += 1;
      return await settings.run(event.functionArn, event.payload);
    } catch (error) {
      if (error instanceof AwsError && error.status === 429) return 'throttled';
      throw error;
    }
  }
  async function go(event: Event): Promise<void> {
    let failures = 0;
    let throttles = 0;
    let last: Invoked | undefined;
    for (;;) {
      const { retries, maximumAgeSeconds } = settings.configOf(event.functionArn);
      if (closed) return;
      if (Date.now() - event.acceptedAt > maximumAgeSeconds * 1000) return giveUp(event, 'EventAgeExceeded', last);
      const outcome = await attempt(event);
      if (outcome === 'throttled') {
        await pause(Math.min(300_000, (settings.retryPausesMs[0] ?? 1000) * 2 ** throttles++));
        continue;
      }
      if (outcome.functionError === undefined) return;
      last = outcome;
      if (failures >= retries) return giveUp(event, 'RetriesExhausted', last);
      await pause(settings.retryPausesMs[Math.min(failures++, settings.retryPausesMs.length - 1)] ?? 60_000);
    }
  }
  function start(functionArn: string, payload: string, requestId: string): void {
    pending += 1;
    go({ functionArn, payload, requestId, acceptedAt: Date.now(), attempts: 0 })
      .catch((error: unknown) => settings.log(`An asynchronous event could not be delivered: ${String(error)}`))
      .finally(() => (pending -= 1));
  }
  return {
    accept(functionArn, payload) {
      const requestId = randomUUID();
      start(functionArn, payload, requestId);
      if (settings.duplicate(functionArn)) start(functionArn, payload, requestId);
      return requestId;
    },
    get pending() {
      return pending;
    },
    close() {
      closed = true;
      for (const [timer, done] of timers) {
        clearTimeout(timer);
        done();
      }
      timers.clear();
    },
  };
}
