/** What telephony tells of a contact's telephones: who was called has come, did not come, or has gone. Each may be told twice, or late. */
import { endContact } from '../contacts/end-contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { Contact } from '../contacts/contact.ts';
import type { EndReason } from '../contacts/words.ts';
import type { ContactId } from '../ids.ts';
import { endOffer } from '../routing/end-offer.ts';
import type { World } from '../world.ts';
import { backToQueue, customerComes, ownerIsLost, partyComes, partyDoesNotCome, partyGoes, words } from './apply-event.ts';
import { isShare, othersOf, partyOf } from './conversation.ts';
import { followTurn } from './follow-turn.ts';
import { customerParty, type Parting, type Party, type PartyId, type Refusal } from './party.ts';
import { takeTurn } from './take-turn.ts';
import type { Turn } from './turn.ts';

const isBridged = (contact: Contact): boolean => contact.state === 'passed-on' && contact.bridge !== undefined;

/** Takes the turn that the event makes of the contact, when it makes any. */
async function take(world: World, contactId: ContactId, decide: (contact: Contact) => Turn | undefined): Promise<void> {
  const taken = await takeTurn<undefined>(world, contactId, (contact) => Promise.resolve(decide(contact) ?? { nothing: undefined }));
  if (!('nothing' in taken)) await followTurn(world, taken);
}

function bridgeAnswers(contact: Contact): Turn | undefined {
  const { bridge } = contact;
  if (bridge === undefined || bridge.answered) return undefined;
  return { changes: { bridge: { ...bridge, answered: true }, takeBack: undefined }, told: [], shares: [] };
}

/** Who was called has picked up: an outside number, the customer whom we called, or the number to which the customer was passed on. */
export async function partyAnswered(world: World, contactId: ContactId, partyId: PartyId): Promise<void> {
  await take(world, contactId, (contact) => {
    if (isBridged(contact)) return bridgeAnswers(contact);
    return partyId === customerParty ? customerComes(contact, world.now()) : partyComes(contact, partyId, world.now());
  });
}

const endFor: Record<Refusal, EndReason> = {
  declined: 'busy',
  busy: 'busy',
  'no-answer': 'no-answer',
  'not-reached': 'not-reached',
  cancelled: 'cancelled',
  'contact-ended': 'cancelled',
};

/** An agent's own telephone was not picked up, or no key was pressed: the same as an offer that nobody answers. */
async function phoneRefused(world: World, contactId: ContactId, { n }: Party, why: Refusal): Promise<void> {
  if (n === undefined) return;
  const ended = await endOffer(world, contactId, n, why === 'declined' ? { kind: 'declined' } : { kind: 'missed', why: 'not-answered' });
  if (ended === undefined) await endOffer(world, contactId, n, { kind: 'missed', why: 'no-audio' });
}

/** Who was called did not come. A customer who was passed on and whom nobody answers goes back to the queue, with a word of apology. */
export async function partyRefused(world: World, contactId: ContactId, partyId: PartyId, why: Refusal): Promise<void> {
  const contact = await requireContact(world.db, contactId);
  if (!isBridged(contact) && partyId === customerParty) {
    if (contact.state === 'dialling') await endContact(world, contactId, endFor[why]);
    return;
  }
  const party = partyOf(contact, partyId);
  if (party?.agentId !== undefined) return phoneRefused(world, contactId, party, why);
  await take(world, contactId, (present) => {
    if (!isBridged(present)) return partyDoesNotCome(present, partyId, why, world.now());
    return present.bridge?.answered === true ? undefined : backToQueue(present, world.now(), words.failed);
  });
}

/** Is this the end of the contact? The customer's own, an agent's or a colleague's, or that of the last outside number. */
function endOf(contact: Contact, partyId: PartyId): EndReason | undefined {
  if (isBridged(contact)) return 'party-hung-up';
  if (partyId === customerParty) return 'caller-hung-up';
  const party = partyOf(contact, partyId);
  if (party === undefined) return undefined;
  if (isShare(party, contact.agentId, contact.n)) return 'agent-hung-up';
  if (contact.direction === 'internal') return 'party-hung-up';
  const others = othersOf(contact, 'here').filter((one) => one.partyId !== partyId);
  return contact.state === 'passed-on' && others.length === 0 ? 'party-hung-up' : undefined;
}

/** Somebody's telephone is gone. An agent's own, hung up, ends the contact; `lost`: without a word, so the customer waits for them. */
export async function partyLeft(world: World, contactId: ContactId, partyId: PartyId, why: Parting): Promise<void> {
  const contact = await requireContact(world.db, contactId);
  const party = partyOf(contact, partyId);
  if (party?.state === 'calling') return partyRefused(world, contactId, partyId, 'no-answer');
  const end = endOf(contact, partyId);
  const isLost = why === 'lost' && end === 'agent-hung-up' && contact.state === 'connected' && contact.direction !== 'internal';
  if (end !== undefined && !isLost) return endContact(world, contactId, end);
  await take(world, contactId, (present) => (isLost ? ownerIsLost(present, world.now()) : partyGoes(present, partyId, why, world.now())));
}
