import type { Agent } from '../agents/agent.ts';
import { whyNot } from '../agents/availability.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { announceOffer, type Closes } from './announce-offer.ts';
import { claim, type Claimed } from './claim.ts';
import { findContact } from './find-contact.ts';
import { matchContact } from './match-contact.ts';
import { pauseBeforeRetry } from './settle.ts';
import { takeBack } from './take-back.ts';

const attempts = 40;

/**
 * Offers an idle agent the contact that they should have. Their vacancy is written by now, so a contact that arrives after our read finds
 * them by its own. Harmless at any time: does nothing for an agent who can't be asked. `written`: the agent as this invocation has just
 * written them, which saves a read. Answers the agent as they are by what was read and written here, where that is known.
 */
export async function matchAgent(world: World, agentId: AgentId, written?: Agent): Promise<Agent | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const known = attempt === 0 && written !== undefined && whyNot(written, world.now()) === undefined ? written : undefined;
    const agent = known ?? (await readAgent(world.db, agentId));
    if (agent === undefined || whyNot(agent, world.now()) !== undefined) return agent;
    const found = await findContact(world, agent);
    if (found === undefined) return agent;
    const candidates = [
      { agentId, level: found.level, order: found.order, queueId: found.queueId, idleSince: agent.idleSince ?? agent.since },
    ];
    const claimed = await claim(world, { ...found, agent, candidates });
    if (claimed !== undefined) return (await announceOrPassOn(world, claimed)) ? claimed.agent : undefined;
    await pauseBeforeRetry(world, attempt);
  }
  throw new Error(`The agent ${agentId} could not be matched in ${attempts} attempts`);
}

/** Announces the offer; when the agent has no client that could show it, the contact is the next agent's, and the answer false. */
export async function announceOrPassOn(world: World, claimed: Claimed, closes?: Closes): Promise<boolean> {
  if (await announceOffer(world, claimed, closes)) return true;
  const { contactId, n } = claimed.offer;
  await takeBack(world, contactId, n, { kind: 'withdrawn', why: 'lease-ended' });
  await matchContact(world, contactId);
  return false;
}
