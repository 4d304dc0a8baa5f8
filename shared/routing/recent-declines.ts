import { listOffers } from '../contacts/read-contact.ts';
import type { Contact } from '../contacts/contact.ts';
import { type AgentId, epochMs, instant } from '../ids.ts';
import type { World } from '../world.ts';

/** For so long an agent who declined a contact is not asked about it again. */
export const declineHoldsMs = 30_000;

/** Who declined this contact a moment ago, and when the last of those may be asked again. */
export async function recentDeclines(world: World, contact: Contact): Promise<{ agents: Set<AgentId>; overAtMs: number }> {
  if (contact.offers === 0) return { agents: new Set(), overAtMs: 0 };
  const offers = await listOffers(world.db, contact.contactId);
  const recent = offers.filter(
    (offer) => offer.state === 'declined' && offer.closedAt !== undefined && epochMs(offer.closedAt) + declineHoldsMs > world.now(),
  );
  const overAtMs = Math.max(0, ...recent.map((offer) => epochMs(offer.closedAt ?? offer.offeredAt) + declineHoldsMs));
  return { agents: new Set(recent.map((offer) => offer.agentId)), overAtMs };
}

/** Has the contact looked at again when those who declined it may be asked. */
export async function askAgainLater(world: World, contact: Contact, overAtMs: number): Promise<void> {
  await world.setDeadline({ kind: 'decline-over', contactId: contact.contactId }, instant(overAtMs));
}
