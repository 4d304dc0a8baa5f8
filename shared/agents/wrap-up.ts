/** What is common to the ways in which a wrap-up ends or goes on. */
import { type Contact, contactKeys, type Interaction } from '../contacts/contact.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { Work } from '../routing/share.ts';
import { changeContact, factWrites, type Told } from '../routing/change.ts';
import { afterFreed, type Freed } from '../routing/free-agent.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { requireAgent } from './read-agent.ts';
import { tellAgent } from './view-agent.ts';

export const noWrapUp: Problem = {
  code: 'no-wrap-up',
  sentence: 'This contact has no open wrap-up of yours.',
  remedy: 'Reload the page: it shows what is open.',
  status: 409,
};

/** Is the agent still in this wrap-up, or did its time run out before the agent handed it in? */
export const isInWrapUp = (agent: Agent, contactId: ContactId, n: number): boolean =>
  agent.state === 'wrapping-up' && agent.contactId === contactId && agent.n === n;

/** One write lets the agent and the interaction into the wrap-up, another one out of it: did it come between the reads of the two? */
export const isTorn = ({ agent, interaction: { contactId, n, state } }: Work): boolean =>
  isInWrapUp(agent, contactId, n) !== (state === 'wrapping-up');

/**
 * Tells how a share's wrap-up ended. In time, its number has been kept for it: the contact is neither written nor confirmed, and what is known of
 * it may be overtaken by what is noted at that moment, as if it were noted after. Otherwise the contact counts on.
 */
export function tells(contact: Contact, { wrapUpSeq }: Interaction, told: Told, nowMs: number): Write[] {
  if (wrapUpSeq === undefined) return changeContact(contact, nowMs, {}, [told]).writes;
  const { contactId } = contact;
  return factWrites('contacts', (seq) => contactKeys.fact(contactId, seq), contactId, wrapUpSeq - 1, instant(nowMs), [told]);
}

/** The agent's client first closes the old contact, then sees the next. */
export async function afterWrapUp(
  world: World,
  agentId: AgentId,
  { contactId, n, freed }: { contactId: ContactId; n: number; freed?: Freed | undefined },
) {
  if (freed === undefined) await world.push(agentId, { type: 'contact-closed', contactId, n });
  const agent = freed === undefined ? undefined : await afterFreed(world, freed, { contactId, n });
  await tellAgent(world, agent ?? (await requireAgent(world.db, agentId)));
}
