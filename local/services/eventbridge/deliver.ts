/** Brings an event to a target: tried again with growing pauses until it is too old or was tried too often, then into the dead-letter queue. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Invoke } from '../../contract.ts';

export interface Delivery {
  targetArn: string;
  ruleArn: string;
  input: string;
  maximumAttempts: number;
  maximumAgeMs: number;
  deadLetterArn?: string;
}
export interface DeliverySettings {
  invoke: Invoke;
  /** Puts a message into a queue as EventBridge; throws when it may not. */
  send: (queueArn: string, body: string, attributes: Record<string, string>) => Promise<void>;
  /** Before the first retry; doubles up to a minute. */
  retryPauseMs: number;
  log: (line: string) => void;
  signal: AbortSignal;
}

async function once({ targetArn, ruleArn, input }: Delivery, settings: DeliverySettings): Promise<void> {
  if (targetArn.startsWith('arn:aws:sqs:')) return settings.send(targetArn, input, {});
  const { status } = await settings.invoke(targetArn, JSON.parse(input), 'asynchronous', ruleArn);
  if (status >= 300)
    throw Object.assign(new Error(`the function answered ${status}`), { code: status === 429 ? 'THROTTLING' : 'SDK_CLIENT_ERROR' });
}

/** Never throws: what can't be delivered is told to the log. */
export async function deliver(delivery: Delivery, settings: DeliverySettings): Promise<void> {
  const began = performance.now();
  let wait = settings.retryPauseMs;
  for (let attempt = 0; ; attempt++) {
    try {
      await once(delivery, settings);
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? 'SDK_CLIENT_ERROR';
      // Rights and missing targets don't mend by trying again.
      const hopeless = /AccessDenied|ResourceNotFound|DoesNotExist/.test(code);
      const tooOld = performance.now() - began + wait > delivery.maximumAgeMs;
      if (hopeless || tooOld || attempt >= delivery.maximumAttempts) {
        await giveUp(delivery, settings, code, error, attempt);
        return;
      }
      await pause(wait, undefined, { signal: settings.signal, ref: false }).catch(() => undefined);
      if (settings.signal.aborted) return;
      wait = Math.min(wait * 2, 60_000);
    }
  }
}

async function giveUp(delivery: Delivery, settings: DeliverySettings, code: string, error: unknown, retries: number): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  settings.log(`An event for ${delivery.targetArn} was not delivered: ${reason}`);
  if (delivery.deadLetterArn === undefined) return;
  const attributes = {
    RULE_ARN: delivery.ruleArn,
    TARGET_ARN: delivery.targetArn,
    ERROR_CODE: code,
    ERROR_MESSAGE: reason,
    RETRY_ATTEMPTS: String(retries),
  };
  try {
    await settings.send(delivery.deadLetterArn, delivery.input, attributes);
  } catch (failure) {
    settings.log(`Nor could it be kept in ${delivery.deadLetterArn}: ${String(failure)}`);
  }
}
