import { TransactionId } from '../ids.ts';
import { defaultLanguage } from '../prompts/catalogue.ts';
import { observe } from '../telephony/observe.ts';
import type { TelephonyEvent } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import { advance, answered, type Next } from './advance.ts';
import { Json, type Circumstances } from './ask.ts';
import { readAttributes } from './attributes.ts';
import { claimed } from './claim.ts';
import type { Flow } from './flow.ts';
import { listen } from './listen.ts';
import { takeLook } from './look.ts';
import { readRecord, writeRecord, type FlowRecord } from './record.ts';
import type { FlowReply, FlowRequest } from './reply.ts';

/** What the caller's leg tells about the call. */
export function circumstancesOf(
  event: TelephonyEvent,
  promptsBucket: string,
  { language = defaultLanguage, left }: Pick<FlowRequest, 'language' | 'left'> = {},
): Circumstances {
  const leg = event.CallDetails.Participants.find(({ ParticipantTag }) => ParticipantTag === 'LEG-A');
  // `anonymous` and the like are no number.
  const callerNumber = leg?.From.startsWith('+') === true ? leg.From : undefined;
  return {
    dialledNumber: leg?.To ?? '',
    ...(callerNumber === undefined ? {} : { callerNumber }),
    language,
    promptsBucket,
    ...(left === undefined ? {} : { left }),
  };
}

function replyTo(next: Exclude<Next, { kind: 'look' }>, record: FlowRecord): FlowReply {
  switch (next.kind) {
    case 'act':
      return { kind: 'act', actions: next.actions, record: writeRecord(record) };
    case 'enqueue':
      return { kind: 'enqueue', topic: next.topic, record: writeRecord(record) };
    case 'flow':
      return { kind: 'flow', flow: next.flow, record: writeRecord(record) };
    case 'hang-up':
      return { kind: 'hang-up', record: writeRecord(record) };
    case 'lost':
      return next;
  }
}

/**
 * One event of a call through its flow: hears it, takes the looks that the flow asks for, and replies with what it wants next.
 * The same request gives the same reply. Throws what goes wrong in a look: the call is then a lost one.
 */
export async function drive(flow: Flow, world: World, request: FlowRequest, promptsBucket: string): Promise<FlowReply> {
  const { event, contactId, run = 0 } = request;
  const circumstances = circumstancesOf(event, promptsBucket, request);
  const transactionId = TransactionId.parse(event.CallDetails.TransactionId);
  const carried = readAttributes(event.CallDetails.TransactionAttributes);
  // What was noted in an earlier run is that flow's.
  const noted = (carried.run ?? 0) === run ? carried.record : undefined;
  let record = readRecord(noted ?? '[]');
  if (record === undefined) return { kind: 'lost', why: 'record is not readable' };
  let next = advance(flow, circumstances, record);
  if (noted !== undefined && next.kind === 'act') {
    const heard = listen(next.actions, observe(event));
    if (heard === 'nothing') return { kind: 'nothing' };
    if (heard !== 'again') {
      record = answered(record, next.label, Json.parse(heard));
      next = advance(flow, circumstances, record);
    }
  }
  while (next.kind === 'look') {
    const { look, label, step } = next;
    const result = await claimed(world, { transactionId, run, step }, () => takeLook(world, contactId, circumstances, look));
    record = answered(record, label, result);
    next = advance(flow, circumstances, record);
  }
  return replyTo(next, record);
}
