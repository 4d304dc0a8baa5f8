import { tellAgent } from '../agents/view-agent.ts';
import type { Agent } from '../agents/agent.ts';
import type { WithdrawReason } from '../contacts/words.ts';
import type { ContactId } from '../ids.ts';
import type { World } from '../world.ts';
import { matchAgent } from './match-agent.ts';
import { matchContact } from './match-contact.ts';
import { takeBack, type Why } from './take-back.ts';

/** What the client is told. */
function wordFor(why: Why): 'declined' | 'missed' | 'no-audio' | WithdrawReason {
  if (why.kind === 'declined') return 'declined';
  if (why.kind === 'withdrawn') return why.why;
  return why.why === 'not-answered' ? 'missed' : 'no-audio';
}

/**
 * Ends offer `n` for a reason that lies with the agent or their client, and finds both what comes next: the contact another agent, the agent
 * (if still free) another contact. Answers the agent, or undefined when the offer was over already.
 */
export async function endOffer(world: World, contactId: ContactId, n: number, why: Why): Promise<Agent | undefined> {
  const taken = await takeBack(world, contactId, n, why);
  if (taken === undefined) return undefined;
  const { agent, meetingId } = taken;
  // The caller first: the next agent rings before the last one is told.
  await matchContact(world, contactId);
  await Promise.all([world.push(agent.agentId, { type: 'offer-withdrawn', contactId, n, why: wordFor(why) }), tellAgent(world, agent)]);
  await matchAgent(world, agent.agentId);
  if (meetingId !== undefined) await world.meetings.end(meetingId);
  return agent;
}
