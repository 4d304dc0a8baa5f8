import { type AgentId, instant, ProfileId } from '../ids.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { type Agent, routingKeys } from './agent.ts';
import { type AgentListing, readAgent } from './read-agent.ts';

/** The routing profile of those for whom nobody has chosen another. */
export const firstProfile = ProfileId.parse('everyone');

/** The agent, made when they come for the first time: offline, in the profile `everyone`. `name` is asked for only then. */
export async function signIn(world: World, agentId: AgentId, name: () => Promise<string>): Promise<Agent> {
  const known = await readAgent(world.db, agentId);
  if (known !== undefined) return known;
  const called = await name();
  return settle<Agent>(world, async () => {
    const meanwhile = await readAgent(world.db, agentId);
    if (meanwhile !== undefined) return { stop: meanwhile };
    const agent: Agent = {
      schemaVersion: 1,
      agentId,
      name: called,
      version: 1,
      seq: 0,
      profileId: firstProfile,
      status: 'offline',
      since: instant(world.now()),
      state: 'idle',
      mayDecline: true,
    };
    const listing: AgentListing = { schemaVersion: 1, agentId, name: called };
    return {
      write: [
        { table: 'routing', put: { ...routingKeys.agent(agentId), ...agent }, if: 'attribute_not_exists(pk)' },
        { table: 'routing', put: { ...routingKeys.listing(agentId), ...listing } },
      ],
      then: agent,
    };
  });
}
