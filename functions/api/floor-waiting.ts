import { instant } from '../../shared/ids.ts';
import { waitingOnFloor } from '../../shared/routing/waiting-list.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists who waits in all queues, for supervisors.',
  wakes: { route: 'GET /api/floor/waiting', groups: ['supervisors', 'administrators'] },
  may: tables({ routing: ['Query'], settings: ['Query'], contacts: ['GetItem'], customers: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world }) => ({
  queues: await waitingOnFloor(world),
  serverTime: instant(world.now()),
}));
