import { listAgents } from '../agents/read-agent.ts';
import type { World } from '../world.ts';
import { routingSettings } from './routing-settings.ts';

/** What ids are called, for sentences. */
export interface Names {
  agent(agentId: string): string;
  queue(queueId: string): string;
}

export async function namesOf(world: World): Promise<Names> {
  const [agents, { queues }] = await Promise.all([listAgents(world.db), routingSettings(world)]);
  const known = new Map<string, string>(agents.map(({ agentId, name }) => [agentId, name]));
  const named = new Map<string, string>([...queues.values()].map(({ queueId, name }) => [queueId, name]));
  return { agent: (id) => known.get(id) ?? 'an agent', queue: (id) => named.get(id) ?? id };
}
