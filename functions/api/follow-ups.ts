import { followUpsOf } from '../../shared/tickets/read-ticket.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists the tickets that an agent has promised to follow up, the most urgent first.',
  wakes: { route: 'GET /api/follow-ups' },
  may: tables({ tickets: ['GetItem', 'Query'], customers: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId }) => ({ tickets: await followUpsOf(world.db, agentId) }));
