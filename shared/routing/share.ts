import type { Agent } from '../agents/agent.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { type Contact, type Interaction, type Offer, presentInteraction } from '../contacts/contact.ts';
import type { MeetingSeats } from '../contacts/meeting.ts';
import { readClaim } from '../contacts/read-claim.ts';
import type { AgentId, ContactId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { World } from '../world.ts';

export interface Share {
  contact: Contact;
  agent: Agent;
  offer: Offer;
  interaction: Interaction;
  /** How to get into the meeting, where it was looked up. */
  meeting?: MeetingSeats;
}
export type Accepted = Share | { refused: Problem };

export const offerOver: Problem = {
  code: 'offer-over',
  sentence: 'This offer is over.',
  remedy: 'Nothing to do: the next contact will be offered to you.',
  status: 409,
};

/** A share without the offer that it came by. */
export type Work = Omit<Share, 'offer'>;

/** The present share of an agent in a contact, when there is one: offer `n` is theirs and was accepted. */
export async function readShare(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Share | undefined> {
  const [{ contact, offer, interaction }, agent] = await Promise.all([
    readClaim(world.db, contactId, ['interaction', 'offer'], n),
    requireAgent(world.db, agentId),
  ]);
  if (contact === undefined || offer?.agentId !== agentId || interaction === undefined) return undefined;
  return { contact, offer, interaction: presentInteraction(contact, interaction), agent };
}

/** The same without the offer: for whoever needs no more. */
export async function readWork({ db }: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Work | undefined> {
  const reads = [readClaim(db, contactId, ['interaction'], n), requireAgent(db, agentId)] as const;
  const [{ contact, interaction }, agent] = await Promise.all(reads);
  return contact === undefined || interaction?.agentId !== agentId ? undefined : { contact, interaction, agent };
}
