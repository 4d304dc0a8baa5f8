/** A telephone whose contact says where it should be: every answer leads from what is to that. */
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { noteHeard, renewContact } from '../contacts/renew-contact.ts';
import { readOffer } from '../contacts/read-contact.ts';
import type { Queue } from '../queues/queue.ts';
import { readQueue } from '../queues/settings.ts';
import { announcePlace } from '../routing/position.ts';
import { queueOf } from '../routing/routing-settings.ts';
import { desiredOfLeg, type Place } from '../talk/desired-of-leg.ts';
import { changeByLeg } from '../talk/leg-events.ts';
import { customerParty, type PartyId } from '../talk/party.ts';
import type { TelephonyAnswer } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import type { Doing } from './doing.ts';
import { type Moment, type Playable, planActions } from './plan-actions.ts';
import { answer, type Heard, nothing, type Reception } from './reception.ts';
import { agrees, type Plan, reconcile } from './reconcile.ts';

/** A contact is kept for this long after each sign of its call; segments of music are much shorter. */
export const aliveMs = 120_000;
/** That keys were taken is remembered for as long as a call can last. */
const keptSeconds = 24 * 60 * 60;

/** One telephone of a contact: the customer's or a party's. */
export interface Leg {
  contact: Contact;
  partyId: PartyId;
}

/** Keys are sent by whoever first takes them: an event that comes twice, or two at the same time, must not press twice. */
async function takesKeys(world: World, { contact }: Leg, keysId: string): Promise<boolean> {
  const key = { pk: contactKeys.contact(contact.contactId).pk, sk: `KEYS#${keysId}` };
  const put = { ...key, schemaVersion: 1, expiresAt: Math.floor(world.now() / 1000) + keptSeconds };
  return (await world.db.write([{ table: 'contacts', put, if: 'attribute_not_exists(pk)' }])).outcome === 'written';
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

async function momentOf({ world, promptsBucket }: Reception, heard: Heard, leg: Leg, plan: Plan): Promise<Moment> {
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
  if (agreed) await noteHeard(world, contact, partyId);
  if (renews && partyId === customerParty) await renewContact(world, contact.contactId, world.now() + aliveMs);
}

/** When what was asked for can't be had and the contact asks for it still: music, and look again at its end. */
const meanwhile = (plan: Plan): Playable => (plan.do === 'give-up' ? { do: 'hold', broken: false } : { do: 'nothing' });

/** The contact is in a flow that begins now. */
export interface Begins {
  begins: Contact;
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
  let plan = reconcile(place, heard.seen, doing, world.now());
  if (plan.do === 'give-up' || plan.do === 'accept' || plan.do === 'miss') {
    const after = await changeByLeg(world, contact, partyId, { plan: plan.do, place });
    // What it says now counts, whoever changed it meanwhile.
    if (!isSame(place, desiredOfLeg(after, partyId)))
      return answerFromContact(reception, heard, { contact: after, partyId }, undefined, intro);
    plan = meanwhile(plan);
  }
  if (plan.do === 'flow') return { begins: contact };
  if (plan.do === 'keys' && !(await takesKeys(world, leg, plan.keysId))) return nothing;
  await tellHeard(world, leg, plan.do === 'hold', agrees(place, heard.seen, doing));
  const moment = await momentOf(reception, heard, leg, plan);
  const { actions, doing: next } = planActions(plan, { ...moment, ...(intro === undefined ? {} : { intro }) }, doing);
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

const isSame = (one: Place, other: Place): boolean => JSON.stringify(one) === JSON.stringify(other);
