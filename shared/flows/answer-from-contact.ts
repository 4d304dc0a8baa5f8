/** A telephone whose contact says where it should be: every answer leads from what is to that. */
import type { Contact } from '../contacts/contact.ts';
import { meetingOf } from '../contacts/meeting.ts';
import { noteHeard, renewContact } from '../contacts/renew-contact.ts';
import { readOffer } from '../contacts/read-contact.ts';
import type { Queue } from '../queues/queue.ts';
import { readQueue } from '../queues/settings.ts';
import { announcePlace } from '../routing/position.ts';
import { queueOf } from '../routing/routing-settings.ts';
import { desiredOfLeg, type Place } from '../talk/desired-of-leg.ts';
import { changeByLeg } from '../talk/leg-events.ts';
import { customerParty, type PartyId } from '../talk/party.ts';
import { pressesFor } from '../talk/presses.ts';
import { applicationIdOf } from '../telephony/observe.ts';
import type { TelephonyAnswer } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import type { Doing } from './doing.ts';
import { type Moment, type Playable, planActions } from './plan-actions.ts';
import { answer, type Heard, type Reception, transactionOf } from './reception.ts';
import { agrees, isOvertaken, type Plan, reconcile } from './reconcile.ts';
import { takeKeysOf, toneSounds, tonesAreOver } from './take-keys.ts';

/** A contact is kept for this long after each sign of its call; segments of music are much shorter. */
export const aliveMs = 120_000;

/** One telephone of a contact: the customer's or a party's. */
export interface Leg {
  contact: Contact;
  partyId: PartyId;
}

type Presses = Extract<Plan, { do: 'press' }>;

/** With keys in it, what waits for their tones waits, and keys are those that this answer takes. `allSent`: none was left. */
async function withKeys(
  { world }: Reception,
  heard: Heard,
  leg: Leg,
  plan: Playable | Presses,
): Promise<{ plan: Playable; allSent?: true }> {
  if (plan.do !== 'press') {
    const isBeside = plan.do === 'mute' || plan.do === 'hush';
    const waits = isBeside && pressesFor(leg.contact, leg.partyId).length > 0 && (await toneSounds(world, leg));
    return { plan: waits ? { do: 'nothing' } : plan };
  }
  const { meetingId, tries } = plan;
  const taking = await takeKeysOf(world, heard, leg, plan.presses);
  if (taking.taking !== 'now') return { plan: { do: 'nothing' }, ...(taking.taking === 'done' ? { allSent: true } : {}) };
  return { plan: { do: 'keys', meetingId, tries, digits: taking.digits, pressed: taking.taken.upTo } };
}

/** Which queue an agent's telephone rings for. */
async function queueNameFor(world: World, { contact, partyId }: Leg): Promise<string | undefined> {
  const n = contact.parties?.find((party) => party.partyId === partyId)?.n;
  const offer = n === undefined ? undefined : await readOffer(world.db, contact.contactId, n);
  return offer === undefined ? undefined : (await readQueue(world.db, offer.queueId))?.name;
}

/** With which keys the caller may leave the queue that they wait in. */
async function exitsOf(world: World, { contact, partyId }: Leg): Promise<NonNullable<Queue['exits']>> {
  const { state, queueId } = contact;
  const waits = partyId === customerParty && (state === 'waiting' || state === 'offered') && queueId !== undefined;
  return waits ? ((await queueOf(world, queueId)).exits ?? []) : [];
}

async function momentOf({ world, promptsBucket }: Reception, heard: Heard, leg: Leg, plan: Playable): Promise<Moment> {
  const announces = plan.do === 'hold' && plan.announce === 'position' && leg.contact.state === 'waiting';
  const place = announces ? await announcePlace(world, leg.contact) : {};
  const queueName = plan.do === 'ask' ? await queueNameFor(world, leg) : undefined;
  const { callId } = heard.seen;
  const { language } = leg.contact;
  const exits = plan.do === 'hold' ? await exitsOf(world, leg) : [];
  return {
    nowMs: world.now(),
    promptsBucket,
    ...place,
    ...(language === undefined || leg.partyId !== customerParty ? {} : { language }),
    ...(exits.length === 0 ? {} : { exits }),
    ...(queueName === undefined ? {} : { queueName }),
    ...(callId === undefined ? {} : { callId }),
  };
}

/** Notes that the customer's call lives, where music renews it, and that the telephone acts by this version, where a doorbell waits for that. */
async function tellHeard(world: World, { contact, partyId }: Leg, renews: boolean, agreed: boolean): Promise<void> {
  if (partyId !== customerParty || !renews) return agreed ? noteHeard(world, contact, partyId) : undefined;
  const heardVersion = agreed ? contact.version : undefined;
  await renewContact(world, contact.contactId, world.now() + aliveMs, { heardVersion, known: contact });
}

/** When what was asked for can't be had and the contact asks for it still: music, and look again at its end. */
const meanwhile = (plan: Plan): Playable => (plan.do === 'give-up' ? { do: 'hold', broken: false } : { do: 'nothing' });

/** The contact is in a flow that begins now. */
export interface Begins {
  begins: Contact;
}

/** A telephone that is to join gets the token of its seat; one that can't be found is as a meeting that can't be joined. */
async function withToken(world: World, { contact }: Leg, plan: Plan): Promise<Plan> {
  if (plan.do !== 'join' || plan.joinToken !== undefined) return plan;
  const meeting = await meetingOf(world.db, contact);
  const seat = [meeting?.caller, meeting?.agent].find((one) => one?.attendeeId === plan.attendeeId);
  return seat === undefined ? { do: 'give-up' } : { ...plan, joinToken: seat.joinToken };
}

/** Answers by what the contact says and the event shows. `intro` is a prompt before the first music. */
export async function answerFromContact(
  reception: Reception,
  heard: Heard,
  leg: Leg,
  doing: Doing | undefined,
  intro?: string,
): Promise<TelephonyAnswer | Begins> {
  const { world } = reception;
  const { contact, partyId } = leg;
  const place = desiredOfLeg(contact, partyId);
  if (heard.seen.action === 'SendDigits') await tonesAreOver(world, leg, doing?.pressed);
  const wanted = await withToken(world, leg, reconcile(place, heard.seen, doing, world.now()));
  let playable: Playable | Presses;
  if (wanted.do === 'flow') return { begins: contact };
  if (wanted.do === 'give-up' || wanted.do === 'accept' || wanted.do === 'miss') {
    const after = await changeByLeg(world, contact, partyId, { plan: wanted.do, place });
    // What it says now counts, whoever changed it meanwhile.
    if (!isSame(place, desiredOfLeg(after, partyId)))
      return answerFromContact(reception, heard, { contact: after, partyId }, undefined, intro);
    playable = meanwhile(wanted);
  } else playable = wanted;
  const { plan, allSent } = await withKeys(reception, heard, leg, playable);
  const agreed = agrees(allSent === true ? withoutPresses(place) : place, heard.seen, doing);
  await tellHeard(world, leg, plan.do === 'hold', agreed);
  const moment = await momentOf(reception, heard, leg, plan);
  const { actions, doing: next } = planActions(plan, { ...moment, ...(intro === undefined ? {} : { intro }) }, doing);
  if (actions.length > 0 && isOvertaken(heard.seen, doing, plan, world.now())) await ringAgain(world, heard, contact);
  const { contactId, flow } = contact;
  // Of a flow that the contact is in and the call not yet, nothing is carried.
  const run = contact.state === 'in-flow' ? heard.attributes.run : contact.run;
  return answer(actions, {
    contactId,
    ...(run === undefined ? {} : { run }),
    ...(partyId === customerParty ? {} : { partyId }),
    ...(flow === undefined ? {} : { flow }),
    ...(next === undefined ? {} : { doing: next }),
  });
}

/** By the event that follows at once the same is answered once more, and counts. */
async function ringAgain(world: World, heard: Heard, { version }: Contact): Promise<void> {
  await world.ringDoorbell({ applicationId: applicationIdOf(heard.event), transactionId: transactionOf(heard) }, version);
}

function withoutPresses(place: Place): Place {
  if (place.at !== 'meeting') return place;
  const { presses: _sent, ...rest } = place;
  return rest;
}

const isSame = (one: Place, other: Place): boolean => JSON.stringify(one) === JSON.stringify(other);
