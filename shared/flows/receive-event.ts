/**
 * What the telephony function does with an event: while the contact is in its flow, the flow answers; from the queue on, and for everybody
 * whom we call, the contact does. Whatever goes wrong in a flow becomes a caller who waits for an operator.
 */
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { endContact } from '../contacts/end-contact.ts';
import { openContact } from '../contacts/open-contact.ts';
import { ownerOfTransaction, readContact } from '../contacts/read-contact.ts';
import { renewContact } from '../contacts/renew-contact.ts';
import { ContactId, epochMs, PhoneNumber, TransactionId } from '../ids.ts';
import { holdMusic } from '../prompts/catalogue.ts';
import { queueOfTopic, routeOfNumber } from '../queues/settings.ts';
import { enqueue } from '../routing/enqueue.ts';
import { legOver, noteProgress } from '../talk/leg-events.ts';
import { noteLeg } from '../talk/note-leg.ts';
import { customerParty, PartyId } from '../talk/party.ts';
import { applicationIdOf, observe } from '../telephony/observe.ts';
import type { TelephonyAnswer, TelephonyEvent } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import { aliveMs, answerFromContact, type Leg } from './answer-from-contact.ts';
import { readAttributes } from './attributes.ts';
import { circumstancesOf } from './drive.ts';
import { lose, queueOfLast } from './lose.ts';
import { playPrompts } from './plan-actions.ts';
import { answer, argumentsOf, type Heard, noted, nothing, type Reception } from './reception.ts';
import type { FlowReply } from './reply.ts';

export type { FlowOutcome, Reception } from './reception.ts';

/** The flow that answers where no row says otherwise. */
const defaultFlow = 'main';
/** The prompt with which a caller goes from the flow to the queue. */
const handOver = 'connecting-soon';
const hangUp = { Type: 'Hangup', Parameters: { ParticipantTag: 'LEG-A' } } as const;

const transactionOf = ({ event }: Heard): TransactionId => TransactionId.parse(event.CallDetails.TransactionId);
const isOutbound = ({ event }: Heard): boolean =>
  event.CallDetails.Participants.find((leg) => leg.ParticipantTag === 'LEG-A')?.Direction === 'Outbound';

/** Opens the contact of a call that comes in. */
async function arrive(heard: Heard, { world, promptsBucket }: Reception): Promise<Leg> {
  const { event } = heard;
  const { dialledNumber, callerNumber } = circumstancesOf(event, promptsBucket);
  const number = PhoneNumber.safeParse(callerNumber);
  const route = await routeOfNumber(world.db, dialledNumber);
  const contact = await openContact(world, {
    contactId: ContactId.parse(world.newId()),
    transactionId: transactionOf(heard),
    applicationId: applicationIdOf(event),
    dialledNumber,
    ...(number.success ? { callerNumber: number.data } : {}),
    flow: route?.flow ?? defaultFlow,
  });
  return { contact, partyId: customerParty };
}

/** Whose call it is: as it carries with it, as it was dialled, or as was noted when it began. */
async function legOf(heard: Heard, reception: Reception): Promise<Leg | undefined> {
  const { event, attributes } = heard;
  const given = { ...argumentsOf(event), ...attributes };
  const contactId = ContactId.safeParse(given.contactId);
  const partyId = PartyId.safeParse(given.partyId ?? customerParty);
  const { db } = reception.world;
  const owner =
    contactId.success && partyId.success
      ? { contactId: contactId.data, partyId: partyId.data }
      : await ownerOfTransaction(db, transactionOf(heard));
  const contact = owner === undefined ? undefined : await readContact(db, owner.contactId);
  if (owner !== undefined && contact !== undefined) return { contact, partyId: owner.partyId };
  return heard.seen.callerUp && !isOutbound(heard) ? arrive(heard, reception) : undefined;
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

const fromQueue = (reception: Reception, heard: Heard, contact: Contact, intro?: string): Promise<TelephonyAnswer> =>
  answerFromContact(reception, heard, { contact, partyId: customerParty }, undefined, intro);

async function answerLost(reception: Reception, heard: Heard, contact: Contact, why: string): Promise<TelephonyAnswer> {
  const { world, promptsBucket } = reception;
  const { contactId, flow } = contact;
  reception.reportFault(new Error(`the call left its flow: ${why}`), { transactionId: transactionOf(heard), type: heard.seen.type });
  await keepRecord(world, contact, heard.attributes.version, heard.attributes.record);
  const after = await lose(world, contactId, why);
  if (after !== undefined) return fromQueue(reception, heard, after, 'sorry-lost');
  await endContact(world, contactId, 'lost');
  return answer([...playPrompts(promptsBucket, ['sorry-goodbye']), hangUp], { contactId, ...(flow === undefined ? {} : { flow }) });
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
      return answer(reply.actions, { contactId, version, record: reply.record, ...(flow === undefined ? {} : { flow }) });
    case 'lost':
      return answerLost(reception, heard, contact, reply.why);
    case 'hang-up': {
      await keepRecord(world, contact, version, reply.record);
      await endContact(world, contactId, 'flow-ended');
      return fromQueue(reception, heard, { ...contact, state: 'ended' });
    }
    case 'enqueue': {
      await keepRecord(world, contact, version, reply.record);
      const queueId = (await queueOfTopic(world.db, reply.topic)) ?? (await queueOfLast(world));
      if (queueId === undefined) return answerLost(reception, heard, contact, 'there is no queue');
      return fromQueue(reception, heard, await enqueue(world, contactId, { queueId, topic: reply.topic }), handOver);
    }
  }
}

async function answerFromFlow(reception: Reception, heard: Heard, contact: Contact): Promise<TelephonyAnswer> {
  const { event, seen, attributes } = heard;
  if (seen.type === 'INVALID_LAMBDA_RESPONSE') return answerLost(reception, heard, contact, 'the service refused an answer');
  if (!['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'ACTION_FAILED'].includes(seen.type)) return nothing;
  const kept = await keepAlive(reception.world, contact);
  const outcome = await reception.invokeFlow(contact.flow ?? defaultFlow, attributes.version, { contactId: contact.contactId, event });
  if ('failed' in outcome) return answerLost(reception, heard, kept, outcome.failed);
  return settleReply(reception, heard, kept, outcome.reply, attributes.version ?? outcome.version);
}

/** Is the party called by another call by now, or not at all? Then this one has nobody, and goes. */
function isStray({ contact, partyId }: Leg, transactionId: TransactionId): boolean {
  const known =
    partyId === customerParty ? contact.transactionId : contact.parties?.find((one) => one.partyId === partyId)?.leg?.transactionId;
  return known !== undefined && known !== transactionId;
}

/** A call that nobody wants any more: all of it is hung up. */
const sendAway = ({ seen }: Heard): TelephonyAnswer =>
  seen.callerUp ? { SchemaVersion: '1.0', Actions: [hangUp] } : seen.meetingUp || seen.bridgeUp ? hangUpOther : nothing;
const hangUpOther: TelephonyAnswer = {
  SchemaVersion: '1.0',
  Actions: [{ Type: 'Hangup', Parameters: { ParticipantTag: 'LEG-B' } }],
};

/** The event of a call that we made. */
async function answerDialled(reception: Reception, heard: Heard, leg: Leg): Promise<TelephonyAnswer> {
  const { world } = reception;
  const { seen, attributes } = heard;
  const { contactId } = leg.contact;
  const known = await noteLeg(world, leg.contact, leg.partyId, transactionOf(heard));
  const contact = await noteProgress(world, known, leg.partyId, seen);
  // Of the first event only the attributes count.
  if (seen.type === 'NEW_OUTBOUND_CALL') return noted({ contactId, partyId: leg.partyId });
  return answerFromContact(reception, heard, { ...leg, contact }, attributes.doing);
}

async function receiveEvent(reception: Reception, event: TelephonyEvent): Promise<TelephonyAnswer> {
  const heard: Heard = { event, seen: observe(event), attributes: readAttributes(event.CallDetails.TransactionAttributes) };
  const { seen, attributes } = heard;
  const { world } = reception;
  const leg = await legOf(heard, reception);
  if (leg === undefined || isStray(leg, transactionOf(heard))) return isOutbound(heard) ? sendAway(heard) : nothing;
  const { contact, partyId } = leg;
  if (!seen.callerUp) {
    if (contact.state === 'in-flow') await keepRecord(world, contact, attributes.version, attributes.record);
    await legOver(world, contact, partyId, seen.code);
    return answerFromContact(reception, heard, leg, attributes.doing);
  }
  if (isOutbound(heard)) return answerDialled(reception, heard, leg);
  if (contact.state === 'in-flow') return answerFromFlow(reception, heard, contact);
  const present = await noteProgress(world, contact, partyId, seen);
  // Attributes of the flow, but the contact waits: a repeat of the event that queued it.
  const intro = attributes.doing === undefined && attributes.record !== undefined ? handOver : undefined;
  return answerFromContact(reception, heard, { contact: present, partyId }, attributes.doing, intro);
}

/** Events that the service must send again when we could not hear them: nothing would follow from them otherwise. */
const mustBeHeard: readonly string[] = ['NEW_INBOUND_CALL', 'NEW_OUTBOUND_CALL', 'CALL_ANSWERED', 'HANGUP'];

/**
 * Answers a telephony event. When the world around it is broken (no database, say), a caller whom nothing plays to gets music, and
 * its end is the next try. The first and the last event of a call throw instead, so that the service sends them again.
 */
export async function answerEvent(reception: Reception, event: TelephonyEvent): Promise<TelephonyAnswer> {
  try {
    return await receiveEvent(reception, event);
  } catch (error) {
    const { type, callerUp, meetingUp, bridgeUp } = observe(event);
    if (mustBeHeard.includes(type)) throw error;
    const transactionId = event.CallDetails.TransactionId;
    reception.reportFault(error, { transactionId, type });
    const silent = (type === 'ACTION_SUCCESSFUL' || type === 'ACTION_FAILED') && callerUp && !meetingUp && !bridgeUp;
    // Without attributes: those of the call stay as they are.
    return silent ? { SchemaVersion: '1.0', Actions: playPrompts(reception.promptsBucket, [holdMusic]) } : nothing;
  }
}
