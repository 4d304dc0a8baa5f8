import { viewFloor } from '../../shared/live/floor.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Tells supervisors how the queues and the agents stand.',
  wakes: { route: 'GET /api/floor', groups: ['supervisors', 'administrators'] },
  may: tables({ routing: ['GetItem', 'Query'], settings: ['Query', 'GetItem'], contacts: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world }) => viewFloor(world));
