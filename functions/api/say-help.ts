import { sayHelp } from '../../shared/agents/help.ts';
import { AgentId } from '../../shared/ids.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { pushing, tables } from '../kit/grants.ts';
import { mayHelp } from '../kit/help.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Adds a line to the chat beside an agent’s raised hand.',
  wakes: { route: 'POST /api/help/{agentId}' },
  may: [...tables(pushing, { connections: ['GetItem', 'PutItem'], routing: ['GetItem'] }), { sockets: ['ManageConnections'] }],
});

export const handler = apiHandler(definition, async ({ world, path, request, ...who }) => {
  const agentId = path('agentId', AgentId);
  mayHelp(agentId, who);
  return granted(await sayHelp(world, agentId, who.agentId, request)).message;
});
