/**
 * The safety net below every write: what the writer does next in its own invocation is done once more when the write comes out of the stream,
 * so that a crash between the two loses nothing.
 */
import { Agent, Entry, Vacancy } from '../agents/agent.ts';
import { readAgent } from '../agents/read-agent.ts';
import { Contact, Interaction, Offer } from '../contacts/contact.ts';
import { readContact, readOffer } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import { doorbellWaitMs } from '../contacts/ring-doorbell.ts';
import type { Item } from '../database/database.ts';
import { epochMs, instant } from '../ids.ts';
import { audioWithinMs } from '../wire/live.ts';
import type { World } from '../world.ts';
import { pushOffer, setOfferDeadlines } from './announce-offer.ts';
import { matchAgent } from './match-agent.ts';
import { matchContact } from './match-contact.ts';

/** A change of an item as the stream tells it. */
export interface ItemChange {
  event: 'INSERT' | 'MODIFY' | 'REMOVE';
  sk: string;
  before?: Item;
  after?: Item;
}

/** Does what follows from a change, unless it was done already. In any order and number. */
export async function catchUp(world: World, { event, sk, before, after }: ItemChange): Promise<void> {
  if (after === undefined) return;
  const inserted = event === 'INSERT';
  if (inserted && sk.startsWith('WAIT#')) return matchContact(world, Entry.parse(after).contactId);
  if (inserted && sk.startsWith('IDLE#')) return matchAgent(world, Vacancy.parse(after).agentId);
  if (inserted && sk.startsWith('OFFER#')) return offerMade(world, Offer.parse(after));
  if (sk.startsWith('INTERACTION#')) return interactionChanged(world, before, Interaction.parse(after));
  if (sk === 'CONTACT') return contactChanged(world, before === undefined ? undefined : Contact.parse(before), Contact.parse(after));
  if (sk === 'AGENT') return agentChanged(world, before, Agent.parse(after));
}

/** Its deadlines set, and pushed once more unless the client has shown it: a repeat is known by contact and number. */
async function offerMade(world: World, offer: Offer): Promise<void> {
  const { contactId, n, agentId } = offer;
  const [contact, agent, present] = await Promise.all([
    readContact(world.db, contactId),
    readAgent(world.db, agentId),
    readOffer(world.db, contactId, n),
  ]);
  if (contact?.state !== 'offered' || contact.offers !== offer.n || agent === undefined) return;
  await setOfferDeadlines(world, { offer });
  if (present?.seenAt !== undefined) return;
  const background = await readBackground(world.db, contact, offer.queueId);
  await pushOffer(world, { contact, agent, offer, background });
}

async function interactionChanged(world: World, before: Item | undefined, after: Interaction): Promise<void> {
  const { contactId, n, state, acceptedAt, wrapUpDueAt } = after;
  if (state === 'accepted' && before === undefined) {
    await world.setDeadline({ kind: 'audio-missing', contactId, n }, instant(epochMs(acceptedAt) + audioWithinMs));
  }
  if (state === 'wrapping-up' && wrapUpDueAt !== undefined && before?.['wrapUpDueAt'] !== wrapUpDueAt) {
    await world.setDeadline({ kind: 'wrap-up-due', contactId, n }, wrapUpDueAt);
  }
}

/** Its first deadline; and a ring for a call that must join, leave or end because of somebody else. */
async function contactChanged(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  const { contactId, version } = after;
  if (before === undefined && after.state === 'ended') return;
  if (before === undefined) return world.setDeadline({ kind: 'contact-expired', contactId }, after.aliveUntil);
  if (before.state === after.state) return;
  const ended = after.state === 'ended' && (after.endReason === 'agent-hung-up' || after.endReason === 'expired');
  const left = before.state === 'connected' && after.state === 'waiting';
  if (after.state !== 'connected' && !ended && !left) return;
  await world.setDeadline({ kind: 'doorbell-unheard', contactId, version, attempt: 1 }, instant(world.now() + doorbellWaitMs(1)));
}

/** The first deadline of a lease; each is set anew by the one before. */
async function agentChanged(world: World, before: Item | undefined, after: Agent): Promise<void> {
  if (after.leaseUntil === undefined || before?.['leaseUntil'] !== undefined) return;
  await world.setDeadline({ kind: 'lease-ended', agentId: after.agentId }, after.leaseUntil);
}
