import { QueueId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { noSuchQueue } from '../../shared/routing/steer.ts';
import { whoWouldServe } from '../../shared/routing/who.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Tells who would get somebody who came into a queue now.',
  wakes: { route: 'GET /api/queues/{queueId}/who', groups: ['supervisors', 'administrators'] },
  may: tables({ routing: ['GetItem', 'Query'], settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => {
  const who = await whoWouldServe(world, path('queueId', QueueId));
  if (who === undefined) throw new ProblemError(noSuchQueue);
  return who;
});
