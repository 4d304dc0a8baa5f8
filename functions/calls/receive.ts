import { z } from 'zod';
import { answerEvent, type Reception } from '../../shared/flows/receive-event.ts';
import { TelephonyEvent, type TelephonyAnswer } from '../../shared/telephony/sma.ts';
import { define, variables } from '../kit/definition.ts';
import { variable } from '../kit/environment.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { flowClient, flowInvoker } from '../kit/flow-invoker.ts';
import { logFault } from '../kit/logger.ts';
import { count } from '../kit/metrics.ts';
import { openWorld } from '../kit/world.ts';

/** Faults that the caller was spared: the invocation succeeds, so no error of the function tells of them. */
const sparedFaults = 'SparedFaults';

export const definition = define({
  purpose: 'Answers each telephony event: by the flow of the dialled number, and from the queue on by the contact.',
  wakes: { telephony: 'application' },
  may: [{ flows: 'invoke' }, { recordings: 'voicemail', actions: ['GetObject'] }, ...tables(matching), ...talking],
  // The service stops waiting after 20 s; a call is answered long before, or not at all.
  timeoutSeconds: 20,
  memoryMb: 1024,
  alarms: [sparedFaults],
});

/** The service repeats an event after 5 s. So long may flows take, all that answer one event together; then the caller is queued without them. */
const flowsWithinMs = 4_000;
/** With less than this left no further flow begins in answer to the event: it begins with the next. */
const enoughMs = 2_000;
/** What the start of the function has taken of the first event's time; more than this was spent waiting for the event. */
const longestStartMs = 1_000;
let spentMs = Math.min(longestStartMs, performance.now());

const client = flowClient();

export async function handler(payload: unknown): Promise<TelephonyAnswer> {
  const untilMs = performance.now() + flowsWithinMs - spentMs;
  spentMs = 0;
  const leftMs = () => untilMs - performance.now();
  const event = TelephonyEvent.parse(payload);
  const functions = z.record(z.string(), z.string()).parse(JSON.parse(variable(variables.flows)));
  const invokeFlow = flowInvoker(client, functions, leftMs);
  const reportFault: Reception['reportFault'] = (error, details) => {
    logFault('an event could not be served', error, details);
    count(sparedFaults);
  };
  const isLate = () => leftMs() < enoughMs;
  return answerEvent({ world: openWorld(), promptsBucket: variable(variables.prompts), invokeFlow, isLate, reportFault }, event);
}
