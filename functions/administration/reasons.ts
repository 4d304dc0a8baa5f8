import { readReasons } from '../../shared/reasons/read-reasons.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose:
    'Lists the reasons that there are for breaks, ends of calls, callbacks and a supervisor’s changes, for everybody who is signed in.',
  wakes: { route: 'GET /api/reasons' },
  may: tables({ settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world }) => ({ reasons: await readReasons(world.db) }));
