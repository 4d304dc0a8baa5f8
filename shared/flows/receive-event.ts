/**
 * What the telephony function does with an event: while the contact is in its flow, the flow answers; from the queue on, and for everybody
 * whom we call, the contact does. Whatever goes wrong in a flow becomes a caller who waits for an operator.
 */
import type { Contact } from '../contacts/contact.ts';
import { openContact } from '../contacts/open-contact.ts';
import { ownerOfTransaction, readContact } from '../contacts/read-contact.ts';
import { ContactId, PhoneNumber, type TransactionId } from '../ids.ts';
import { leaveMessage } from '../left/voicemail/message.ts';
import { holdMusic } from '../prompts/catalogue.ts';
import { routeOfNumber } from '../queues/settings.ts';
import { recall } from '../routing/routing-settings.ts';
import { legOver, noteProgress } from '../talk/leg-events.ts';
import { wasLost } from './lose.ts';
import { noteLeg } from '../talk/note-leg.ts';
import { customerParty, PartyId } from '../talk/party.ts';
import { applicationIdOf, observe } from '../telephony/observe.ts';
import type { TelephonyAnswer, TelephonyEvent } from '../telephony/sma.ts';
import type { Leg } from './answer-from-contact.ts';
import { answerBy, answerFromFlow, defaultFlow, handOver, hangUp } from './answer-from-flow.ts';
import { readAttributes } from './attributes.ts';
import { circumstancesOf } from './drive.ts';
import { exitByKey } from './exit-by-key.ts';
import { keepRecord } from './kept-flow.ts';
import { playPrompts } from './plan-actions.ts';
import { argumentsOf, type Heard, noted, nothing, type Reception, transactionOf } from './reception.ts';

export type { FlowOutcome, Reception } from './reception.ts';

const isOutbound = ({ event }: Heard): boolean =>
  event.CallDetails.Participants.find((leg) => leg.ParticipantTag === 'LEG-A')?.Direction === 'Outbound';

/** Opens the contact of a call that comes in. */
async function arrive(heard: Heard, { world, promptsBucket }: Reception): Promise<Leg> {
  const { event } = heard;
  const { dialledNumber, callerNumber } = circumstancesOf(event, promptsBucket);
  const number = PhoneNumber.safeParse(callerNumber);
  const route = await recall(world, `number ${dialledNumber}`, () => routeOfNumber(world.db, dialledNumber));
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
  const carried = contactId.success && partyId.success ? { contactId: contactId.data, partyId: partyId.data } : undefined;
  const comes = heard.seen.callerUp && !isOutbound(heard);
  // A call that begins is nobody's yet; should the event have come before, its arrival says so.
  if (carried === undefined && comes && heard.seen.type === 'NEW_INBOUND_CALL') return arrive(heard, reception);
  const owner = carried ?? (await ownerOfTransaction(db, transactionOf(heard)));
  const contact = owner === undefined ? undefined : await readContact(db, owner.contactId);
  if (owner !== undefined && contact !== undefined) return { contact, partyId: owner.partyId };
  return comes ? arrive(heard, reception) : undefined;
}

/** A contact that is to be called back has no call between its calls. */
const waitsWithoutCall = ({ callback }: Contact): boolean => callback !== undefined && callback.state !== 'requested';

/** Is the party called by another call by now, or not at all? Then this one has nobody, and goes. */
function isStray({ contact, partyId }: Leg, transactionId: TransactionId): boolean {
  if (partyId === customerParty && waitsWithoutCall(contact)) {
    const { transactionId: current, callback, state } = contact;
    if (current === undefined) return state !== 'dialling' || callback?.past.includes(transactionId) === true;
  }
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
  return answerBy(reception, heard, { ...leg, contact }, attributes.doing);
}

async function receiveEvent(reception: Reception, event: TelephonyEvent): Promise<TelephonyAnswer> {
  const heard: Heard = { event, seen: observe(event), attributes: readAttributes(event.CallDetails.TransactionAttributes) };
  const { seen, attributes } = heard;
  const { world } = reception;
  const leg = await legOf(heard, reception);
  const stray = leg === undefined || isStray(leg, transactionOf(heard));
  if (stray && leg?.contact.callback !== undefined && seen.recordedKey !== undefined)
    await leaveMessage(world, leg.contact.contactId, seen.recordedKey);
  if (stray) return isOutbound(heard) || leg?.contact.callback !== undefined ? sendAway(heard) : nothing;
  const { contact, partyId } = leg;
  if (!seen.callerUp) {
    if (contact.state === 'in-flow') await keepRecord(world, contact, attributes, { kind: 'caller-hung-up' });
    await legOver(world, contact, partyId, seen.code);
    if (seen.recordedKey !== undefined) await leaveMessage(world, contact.contactId, seen.recordedKey);
    return answerBy(reception, heard, leg, attributes.doing);
  }
  if (isOutbound(heard)) return answerDialled(reception, heard, leg);
  // What a caller said whose call was told to have ended before.
  if (contact.state === 'ended' && seen.recordedKey !== undefined) await leaveMessage(world, contact.contactId, seen.recordedKey);
  if (contact.state === 'in-flow') return answerFromFlow(reception, heard, contact);
  const present = await exitByKey(world, await noteProgress(world, contact, partyId, seen), seen);
  // The flow's attributes, or none yet, but the contact waits: a repeat of the event that queued it.
  const repeats = attributes.doing === undefined && (attributes.record !== undefined || seen.type === 'NEW_INBOUND_CALL');
  const intro = repeats ? ((await wasLost(world, present)) ? 'sorry-lost' : handOver) : undefined;
  return answerBy(reception, heard, { contact: present, partyId }, attributes.doing, intro);
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
