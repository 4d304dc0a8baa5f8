import { chooseDevice } from '../../shared/agents/choose-device.ts';
import { viewAgent } from '../../shared/agents/view-agent.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { pushing, tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Sets with what an agent talks from the next conversation on: the browser, or a telephone.',
  wakes: { route: 'POST /api/me/device' },
  may: [...tables(pushing, { routing: ['GetItem', 'UpdateItem'], settings: ['GetItem'] }), { sockets: ['ManageConnections'] }],
});

export const handler = apiHandler(definition, async ({ world, agentId, request: { device } }) =>
  viewAgent(granted(await chooseDevice(world, agentId, device)).agent),
);
