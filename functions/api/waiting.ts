import { instant } from '../../shared/ids.ts';
import { waitingFor } from '../../shared/routing/waiting-list.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists who waits in the queues that an agent serves.',
  wakes: { route: 'GET /api/waiting' },
  may: tables({ routing: ['GetItem', 'Query'], settings: ['Query', 'GetItem'], contacts: ['GetItem'], customers: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId }) => ({
  queues: await waitingFor(world, agentId),
  serverTime: instant(world.now()),
}));
