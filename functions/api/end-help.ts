import { endHelp } from '../../shared/agents/help.ts';
import { AgentId } from '../../shared/ids.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { pushing, tables } from '../kit/grants.ts';
import { mayHelp } from '../kit/help.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Takes an agent’s raised hand down.',
  wakes: { route: 'POST /api/help/{agentId}/end' },
  may: [...tables(pushing, { routing: ['GetItem', 'PutItem', 'UpdateItem'] }), { sockets: ['ManageConnections'] }],
});

export const handler = apiHandler(definition, async ({ world, path, ...who }) => {
  const agentId = path('agentId', AgentId);
  mayHelp(agentId, who);
  granted(await endHelp(world, agentId, who.agentId));
  return {};
});
