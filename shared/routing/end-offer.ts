import { tellAgent } from '../agents/view-agent.ts';
import type { Agent } from '../agents/agent.ts';
import { readOffer } from '../contacts/read-contact.ts';
import { ringLegs } from '../contacts/ring-doorbell.ts';
import type { ContactId } from '../ids.ts';
import { endInvitation } from '../talk/invitation.ts';
import type { World } from '../world.ts';
import { matchAgent } from './match-agent.ts';
import { matchContact } from './match-contact.ts';
import { takeBack, type Why, wordFor } from './take-back.ts';

/**
 * Ends offer `n` for a reason that lies with the agent or their client, and finds both what comes next: the contact another agent, the agent
 * (if still free) another contact. Answers the agent, or undefined when the offer was over already.
 */
export async function endOffer(world: World, contactId: ContactId, n: number, why: Why): Promise<Agent | undefined> {
  const offer = await readOffer(world.db, contactId, n);
  if (offer?.partyId !== undefined) return endInvitation(world, offer, why);
  const taken = await takeBack(world, contactId, n, why);
  if (taken === undefined) return undefined;
  const { agent, before, contact } = taken;
  // The caller first: the next agent rings before the last one is told.
  await matchContact(world, contactId);
  await Promise.all([
    ringLegs(world, before, contact),
    world.push(agent.agentId, { type: 'offer-withdrawn', contactId, n, why: wordFor(why) }),
    tellAgent(world, agent),
  ]);
  await matchAgent(world, agent.agentId);
  if (before.seats !== undefined) await world.meetings.end(before.seats.meetingId);
  return agent;
}
