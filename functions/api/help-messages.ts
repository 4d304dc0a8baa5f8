import { readHelp } from '../../shared/agents/help.ts';
import { AgentId } from '../../shared/ids.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { mayHelp } from '../kit/help.ts';

export const definition = define({
  purpose: 'Reads the chat beside an agent’s raised hand.',
  wakes: { route: 'GET /api/help/{agentId}' },
  may: tables({ connections: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world, path, ...who }) => {
  const agentId = path('agentId', AgentId);
  mayHelp(agentId, who);
  return { messages: await readHelp(world, agentId) };
});
