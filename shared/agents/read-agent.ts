import type { Database } from '../database/database.ts';
import { AgentId } from '../ids.ts';
import { z } from 'zod';
import { Agent, routingKeys } from './agent.ts';

export async function readAgent(db: Database, agentId: AgentId): Promise<Agent | undefined> {
  const item = await db.get('routing', routingKeys.agent(agentId));
  return item === undefined ? undefined : Agent.parse(item);
}

/** An agent that somebody already refers to. Throws when there is none: that is a fault. */
export async function requireAgent(db: Database, agentId: AgentId): Promise<Agent> {
  const agent = await readAgent(db, agentId);
  if (agent === undefined) throw new Error(`There is no agent ${agentId}`);
  return agent;
}

/** One line of the list of all agents: made with the agent, never changed. */
export const AgentListing = z.object({ schemaVersion: z.literal(1), agentId: AgentId, name: z.string() });
export type AgentListing = z.infer<typeof AgentListing>;

/** Everybody who ever signed in, in no particular order. */
export async function listAgents(db: Database): Promise<AgentListing[]> {
  const { pk } = routingKeys.listing(AgentId.parse('any'));
  return (await db.query({ table: 'routing', pk })).map((item) => AgentListing.parse(item));
}
