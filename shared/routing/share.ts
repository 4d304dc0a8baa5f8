import type { Agent } from '../agents/agent.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { type Contact, type Interaction, type Offer, presentInteraction } from '../contacts/contact.ts';
import type { MeetingSeats } from '../contacts/meeting.ts';
import { readClaim } from '../contacts/read-claim.ts';
import { strongly } from '../database/database.ts';
import type { AgentId, ContactId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { World } from '../world.ts';

/** What has to be known of an agent with their share. */
export type Bearer = Pick<Agent, 'name' | 'mayDecline'>;

/** An agent's share of a contact. */
export interface Share<A extends Bearer = Agent> {
  contact: Contact;
  agent: A;
  offer: Offer;
  interaction: Interaction;
  /** How to get into the meeting, where it was looked up. */
  meeting?: MeetingSeats;
}
export type Accepted = Share<Bearer> | { refused: Problem };

export const offerOver: Problem = {
  code: 'offer-over',
  sentence: 'This offer is over.',
  remedy: 'Nothing to do: the next contact will be offered to you.',
  status: 409,
};

/**
 * Pure: the agent whom an offer of a contact is made to, while nobody has written them since; without what says nothing about taking it (lease,
 * device, skills). Undefined where the offer does not say.
 */
export function asOffered({ contactId, n, agentId, agent, offeredAt: since }: Offer): Agent | undefined {
  if (agent === undefined) return undefined;
  return { schemaVersion: 1, agentId, ...agent, status: 'available', state: 'offered', since, contactId, n };
}

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

/** The same without the offer, for whoever writes the agent alone: contact and share are read strongly, since no version confirms them. */
export async function readWork({ db }: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Work | undefined> {
  const reads = [readClaim(strongly(db), contactId, ['interaction'], n), requireAgent(db, agentId)] as const;
  const [{ contact, interaction }, agent] = await Promise.all(reads);
  return contact === undefined || interaction?.agentId !== agentId ? undefined : { contact, interaction, agent };
}
