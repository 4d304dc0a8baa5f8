import { listAgents } from '../../shared/agents/read-agent.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists the agents by name, for the choice of a follow-up’s owner.',
  wakes: { route: 'GET /api/colleagues' },
  may: tables({ routing: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world }) => {
  const agents = await listAgents(world.db);
  return { agents: agents.map(({ agentId, name }) => ({ agentId, name })).sort((a, b) => a.name.localeCompare(b.name)) };
});
