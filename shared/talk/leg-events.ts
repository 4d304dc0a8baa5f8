/** What a contact's telephones tell: that they ring, are picked up, hang up, or can't be where they should be. Each again is harmless. */
import type { Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end-contact.ts';
import { readContact, readInteraction, requireContact } from '../contacts/read-contact.ts';
import { readContactView } from '../contacts/view-contact.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { acceptOffer } from '../routing/accept-offer.ts';
import { reportAudio } from '../routing/report-audio.ts';
import { returnToQueue } from '../routing/return-to-queue.ts';
import type { Observed } from '../telephony/observe.ts';
import type { World } from '../world.ts';
import { partyOf } from './conversation.ts';
import { tellParties } from './follow-turn.ts';
import type { Place } from './desired-of-leg.ts';
import { noteRinging } from './note-leg.ts';
import { partyAnswered, partyLeft, partyRefused } from './party-events.ts';
import { customerParty, type Party, type PartyId, type Refusal } from './party.ts';

/** Why a call was not taken, from the SIP answer that ended it (RFC 3261, section 21). */
export function refusalOf(code: number | undefined): Refusal {
  if (code === 486 || code === 600) return 'busy';
  if (code === 603) return 'declined';
  // Without a code, the service's word for an ordinary end: it rang, and nobody came.
  if (code === undefined || code === 0 || code === 408 || code === 480 || code === 487) return 'no-answer';
  return 'not-reached';
}

/** A telephone of the contact has hung up, or its call is gone without a word. */
export async function legOver(world: World, contact: Contact, partyId: PartyId, code?: number): Promise<void> {
  const { contactId, state } = contact;
  if (state === 'ended') return;
  const party = partyOf(contact, partyId);
  if (partyId === customerParty) {
    if (state === 'dialling') return void (await partyRefused(world, contactId, partyId, refusalOf(code)));
    return endContact(world, contactId, 'caller-hung-up');
  }
  if (party === undefined) return;
  // The agent who calls out by their own telephone did not take it.
  const ours = party.agentId !== undefined && party.agentId === contact.agentId && party.n === contact.n;
  if (ours && state === 'dialling') return endContact(world, contactId, 'cancelled');
  if (party.state === 'calling') await partyRefused(world, contactId, partyId, refusalOf(code));
  else await partyLeft(world, contactId, partyId, 'hung-up');
}

/** The agents in the conversation see it ring. */
async function rings(world: World, contact: Contact, party: Party): Promise<Contact> {
  const after = await noteRinging(world, contact, party);
  if (after.version !== contact.version) await tellParties(world, after);
  return after;
}

/** What the event shows of a telephone that we call, and the contact does not say yet. Answers the contact as it is then. */
export async function noteProgress(world: World, contact: Contact, partyId: PartyId, seen: Observed): Promise<Contact> {
  const { contactId } = contact;
  const party = partyOf(contact, partyId);
  const bridged = partyId === customerParty && contact.state === 'passed-on' && contact.bridge?.answered === false && seen.bridgeUp;
  if (party?.state === 'calling' && seen.type === 'RINGING') return rings(world, contact, party);
  const comes = party?.state === 'calling' && party.kind !== 'agent' && seen.callerUp && !seen.rings;
  if (!bridged && !comes) return contact;
  await partyAnswered(world, contactId, partyId);
  return requireContact(world.db, contactId);
}

/** The agent pressed the key on their telephone: that is both, taking the offer and running audio. */
async function takeByPhone(world: World, contact: Contact, { agentId, n }: Party): Promise<void> {
  const { contactId } = contact;
  if (agentId === undefined || n === undefined) return;
  const begun = await readInteraction(world.db, contactId, n);
  if (begun === undefined && 'refused' in (await acceptOffer(world, agentId, contactId, n))) return;
  const { call } = await reportAudio(world, agentId, contactId, n);
  if (call === 'gone') await endContact(world, contactId, 'caller-hung-up');
  const after = await requireContact(world.db, contactId);
  const view = await readContactView(world.db, after, await requireAgent(world.db, agentId), n);
  if (view !== undefined) await world.push(agentId, { type: 'contact', contact: view });
}

/** The customer's call can't be where it should: bridged calls end or fail, conversations go back to their queue. */
async function customerGivesUp(world: World, contact: Contact, place: Place): Promise<void> {
  const { contactId, bridge } = contact;
  if (place.at !== 'bridge') return void (await returnToQueue(world, contactId, 'meeting-not-joined'));
  if (bridge?.answered === true) await partyLeft(world, contactId, customerParty, 'hung-up');
  else await partyRefused(world, contactId, customerParty, 'not-reached');
}

/**
 * Does to the contact what only the telephone could tell: a key was pressed or was not, or the place can't be had. Answers the contact as it
 * is then.
 */
export async function changeByLeg(
  world: World,
  contact: Contact,
  partyId: PartyId,
  { plan, place }: { plan: 'give-up' | 'accept' | 'miss'; place: Place },
): Promise<Contact> {
  const party = partyOf(contact, partyId);
  if (plan === 'give-up' && partyId === customerParty) await customerGivesUp(world, contact, place);
  else if (party !== undefined && plan === 'accept') await takeByPhone(world, contact, party);
  else await legOver(world, contact, partyId);
  return (await readContact(world.db, contact.contactId)) ?? contact;
}
