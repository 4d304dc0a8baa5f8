/**
 * What the telephony function does with an event: while the contact is in its flow, the flow answers; from the queue on, the
 * contact does. Whatever goes wrong in a flow becomes a caller who waits for an operator.
 */
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { endContact } from '../contacts/end-contact.ts';
import { openContact } from '../contacts/open-contact.ts';
import { contactOfTransaction, readContact } from '../contacts/read-contact.ts';
import { renewContact } from '../contacts/renew-contact.ts';
import { ContactId, epochMs, PhoneNumber, TransactionId } from '../ids.ts';
import { queueOfTopic, routeOfNumber } from '../queues/settings.ts';
import { enqueue } from '../routing/enqueue.ts';
import { positionOf } from '../routing/position.ts';
import { returnToQueue } from '../routing/return-to-queue.ts';
import { holdMusic } from '../prompts/catalogue.ts';
import { applicationIdOf, observe, type Observed } from '../telephony/observe.ts';
import { type TelephonyAnswer, TelephonyAnswer as AnswerSchema, type TelephonyEvent } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import { readAttributes, writeAttributes, type CallAttributes } from './attributes.ts';
import { circumstancesOf } from './drive.ts';
import { lose, queueOfLast } from './lose.ts';
import { planActions, playPrompts } from './plan-actions.ts';
import { agrees, reconcile, type Doing } from './reconcile.ts';
import type { FlowReply, FlowRequest } from './reply.ts';

/** A flow's reply and the version that gave it; or why there is none: no such version, an error, or too slow. */
export type FlowOutcome = { reply: FlowReply; version: string } | { failed: string };

export interface Reception {
  world: World;
  promptsBucket: string;
  /** Invokes a flow: this version of it, or the present one. Never throws; gives up in time for an answer to the service. */
  invokeFlow(flow: string, version: string | undefined, request: FlowRequest): Promise<FlowOutcome>;
  /** Told of faults that the caller is spared. */
  reportFault(error: unknown, details: { transactionId: string; type: string }): void;
}

/** An event with what was read of it. */
interface Heard {
  event: TelephonyEvent;
  seen: Observed;
  attributes: CallAttributes;
}

/** A contact is kept for this long after each sign of its call; segments of music are much shorter. */
const aliveMs = 120_000;
/** The flow that answers where no row says otherwise. */
const defaultFlow = 'main';
/** The prompt with which a caller goes from the flow to the queue. */
const handOver = 'connecting-soon';

const nothing: TelephonyAnswer = { SchemaVersion: '1.0', Actions: [] };

function answer(actions: TelephonyAnswer['Actions'], attributes: CallAttributes): TelephonyAnswer {
  if (actions.length === 0) return nothing;
  return AnswerSchema.parse({ SchemaVersion: '1.0', Actions: actions, TransactionAttributes: writeAttributes(attributes) });
}

async function contactOf({ event, seen, attributes }: Heard, { world, promptsBucket }: Reception): Promise<Contact | undefined> {
  const transactionId = TransactionId.parse(event.CallDetails.TransactionId);
  const noted = ContactId.safeParse(attributes.contactId);
  const known = noted.success ? await readContact(world.db, noted.data) : await contactOfTransaction(world.db, transactionId);
  if (known !== undefined || !seen.callerUp) return known;
  const { dialledNumber, callerNumber } = circumstancesOf(event, promptsBucket);
  const number = PhoneNumber.safeParse(callerNumber);
  const route = await routeOfNumber(world.db, dialledNumber);
  return openContact(world, {
    contactId: ContactId.parse(world.newId()),
    transactionId,
    applicationId: applicationIdOf(event),
    dialledNumber,
    ...(number.success ? { callerNumber: number.data } : {}),
    flow: route?.flow ?? defaultFlow,
  });
}

/** The record outlives the call: the contact's timeline and a replay are made from it. */
async function keepRecord(
  { db }: World,
  { contactId, flow }: Contact,
  version: string | undefined,
  record: string | undefined,
): Promise<void> {
  if (record === undefined) return;
  const key = { ...contactKeys.contact(contactId), sk: 'FLOW' };
  await db.write([{ table: 'contacts', put: { ...key, schemaVersion: 1, flow, version, record } }]);
}

async function keepAlive(world: World, contact: Contact): Promise<Contact> {
  const nowMs = world.now();
  return epochMs(contact.aliveUntil) < nowMs + aliveMs / 2 ? renewContact(world, contact.contactId, nowMs + aliveMs) : contact;
}

/** Notes that the call lives, where music renews it, and that it acts by this version, where the doorbell waits for that. */
async function tellHeard(world: World, { contactId, version, heardVersion }: Contact, renews: boolean, agreed: boolean): Promise<void> {
  const news = agreed && (heardVersion ?? -1) < version;
  if (renews || news) await renewContact(world, contactId, world.now() + aliveMs, news ? version : undefined);
}

/** Answers by what the contact says and the event shows. `intro` is a prompt before the first music. */
async function answerFromContact(
  reception: Reception,
  heard: Heard,
  contact: Contact,
  doing: Doing | undefined,
  intro?: string,
): Promise<TelephonyAnswer> {
  const { world, promptsBucket } = reception;
  const { contactId, flow, state } = contact;
  const nowMs = world.now();
  let plan = reconcile(contact, heard.seen, doing, nowMs);
  if (plan.do === 'return-to-queue') {
    const after = await returnToQueue(world, contactId, 'meeting-not-joined');
    // What it says now counts, whoever changed it meanwhile. Still in that meeting: music, and look again at its end.
    const same = after.state === 'connected' && after.seats?.meetingId === contact.seats?.meetingId;
    if (!same) return answerFromContact(reception, heard, after, undefined, intro);
    plan = { do: 'hold', announce: false, broken: false };
  }
  await tellHeard(world, contact, plan.do === 'hold', agrees(contact, heard.seen, doing));
  const announced = plan.do === 'hold' && plan.announce && state === 'waiting';
  const position = announced ? await positionOf(world.db, contact) : undefined;
  const moment = { nowMs, promptsBucket, ...(intro === undefined ? {} : { intro }), ...(position === undefined ? {} : { position }) };
  const { actions, doing: next } = planActions(plan, moment);
  return answer(actions, { contactId, flow, ...(next === undefined ? {} : { doing: next }) });
}

async function answerLost(reception: Reception, heard: Heard, contact: Contact, why: string): Promise<TelephonyAnswer> {
  const { world, promptsBucket } = reception;
  reception.reportFault(new Error(`the call left its flow: ${why}`), { transactionId: contact.transactionId, type: heard.seen.type });
  await keepRecord(world, contact, heard.attributes.version, heard.attributes.record);
  const after = await lose(world, contact.contactId, why);
  if (after !== undefined) return answerFromContact(reception, heard, after, undefined, 'sorry-lost');
  await endContact(world, contact.contactId, 'lost');
  const goodbye = [
    ...playPrompts(promptsBucket, ['sorry-goodbye']),
    { Type: 'Hangup' as const, Parameters: { ParticipantTag: 'LEG-A' as const } },
  ];
  return answer(goodbye, { contactId: contact.contactId, flow: contact.flow });
}

async function settleReply(
  reception: Reception,
  heard: Heard,
  contact: Contact,
  reply: FlowReply,
  version: string,
): Promise<TelephonyAnswer> {
  const { world } = reception;
  const { contactId, flow } = contact;
  switch (reply.kind) {
    case 'nothing':
      return nothing;
    case 'act':
      return answer(reply.actions, { contactId, flow, version, record: reply.record });
    case 'lost':
      return answerLost(reception, heard, contact, reply.why);
    case 'hang-up': {
      await keepRecord(world, contact, version, reply.record);
      await endContact(world, contactId, 'flow-ended');
      return answerFromContact(reception, heard, { ...contact, state: 'ended' }, undefined);
    }
    case 'enqueue': {
      await keepRecord(world, contact, version, reply.record);
      const queueId = (await queueOfTopic(world.db, reply.topic)) ?? (await queueOfLast(world));
      if (queueId === undefined) return answerLost(reception, heard, contact, 'there is no queue');
      const after = await enqueue(world, contactId, { queueId, topic: reply.topic });
      return answerFromContact(reception, heard, after, undefined, handOver);
    }
  }
}

async function answerFromFlow(reception: Reception, heard: Heard, contact: Contact): Promise<TelephonyAnswer> {
  const { event, seen, attributes } = heard;
  if (seen.type === 'INVALID_LAMBDA_RESPONSE') return answerLost(reception, heard, contact, 'the service refused an answer');
  if (!['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'ACTION_FAILED'].includes(seen.type)) return nothing;
  const kept = await keepAlive(reception.world, contact);
  const outcome = await reception.invokeFlow(contact.flow, attributes.version, { contactId: contact.contactId, event });
  if ('failed' in outcome) return answerLost(reception, heard, kept, outcome.failed);
  return settleReply(reception, heard, kept, outcome.reply, attributes.version ?? outcome.version);
}

async function receiveEvent(reception: Reception, event: TelephonyEvent): Promise<TelephonyAnswer> {
  const heard = { event, seen: observe(event), attributes: readAttributes(event.CallDetails.TransactionAttributes) };
  const contact = await contactOf(heard, reception);
  if (contact === undefined) return nothing;
  if (!heard.seen.callerUp && contact.state !== 'ended') {
    if (contact.state === 'in-flow') await keepRecord(reception.world, contact, heard.attributes.version, heard.attributes.record);
    await endContact(reception.world, contact.contactId, 'caller-hung-up');
  }
  if (contact.state === 'in-flow' && heard.seen.callerUp) return answerFromFlow(reception, heard, contact);
  // Attributes of the flow, but the contact waits: a repeat of the event that queued it.
  const { doing, record } = heard.attributes;
  const intro = doing === undefined && record !== undefined ? handOver : undefined;
  return answerFromContact(reception, heard, contact, doing, intro);
}

/**
 * Answers a telephony event. When the world around it is broken (no database, say), a caller whom nothing plays to gets music, and
 * its end is the next try. The first and the last event of a call throw instead, so that the service sends them again.
 */
export async function answerEvent(reception: Reception, event: TelephonyEvent): Promise<TelephonyAnswer> {
  try {
    return await receiveEvent(reception, event);
  } catch (error) {
    const { type, callerUp, meetingUp } = observe(event);
    if (type === 'NEW_INBOUND_CALL' || type === 'HANGUP') throw error;
    const transactionId = event.CallDetails.TransactionId;
    reception.reportFault(error, { transactionId, type });
    const silent = (type === 'ACTION_SUCCESSFUL' || type === 'ACTION_FAILED') && callerUp && !meetingUp;
    // Without attributes: those of the call stay as they are.
    return silent ? { SchemaVersion: '1.0', Actions: playPrompts(reception.promptsBucket, [holdMusic]) } : nothing;
  }
}
