import { readAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { lastAgentOf } from '../contacts/history.ts';
import { AgentId } from '../ids.ts';
import type { Step } from '../queues/queue.ts';
import type { World } from '../world.ts';
import { isOnDuty } from './change.ts';
import { resolveSteps } from './decide/steps.ts';

/** The steps of a contact that is about to be queued: who is meant by `last`, and without those for agents who are not on duty. */
export async function requirementsOf(world: World, contact: Contact, steps: readonly Step[]): Promise<Step[]> {
  const named = steps.flatMap(({ agent }) => (agent === undefined ? [] : [agent]));
  if (named.length === 0) return [...steps];
  const { customerId, contactId } = contact;
  const asksLast = named.includes('last') && customerId !== undefined;
  const last = asksLast ? await lastAgentOf(world.db, customerId, contactId) : undefined;
  const ids = new Set([...named.filter((one) => one !== 'last').map((one) => AgentId.parse(one)), ...(last === undefined ? [] : [last])]);
  const agents = await Promise.all([...ids].map((agentId) => readAgent(world.db, agentId)));
  const onDuty = agents.flatMap((agent) => (agent !== undefined && isOnDuty(agent) ? [agent.agentId] : []));
  return resolveSteps(steps, last, new Set(onDuty));
}
