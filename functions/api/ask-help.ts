import { askHelp, endHelp } from '../../shared/agents/help.ts';
import { viewAgent } from '../../shared/agents/view-agent.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { pushing, tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'An agent raises a hand that every supervisor sees, or takes it down.',
  wakes: { route: 'POST /api/me/help' },
  may: [
    ...tables(pushing, { connections: ['PutItem'], routing: ['GetItem', 'PutItem', 'UpdateItem'] }),
    { sockets: ['ManageConnections'] },
  ],
});

export const handler = apiHandler(definition, async ({ world, agentId, request: { on, text } }) =>
  viewAgent(on ? await askHelp(world, agentId, text) : granted(await endHelp(world, agentId, agentId)).agent),
);
