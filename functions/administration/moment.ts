import { readMoment } from '../../shared/settings/moment.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Tells what a caller meets at a moment: open or closed and why, the flow, the notice, the next change.',
  wakes: { route: 'POST /api/moment', groups: ['supervisors', 'administrators'] },
  may: tables({ settings: ['GetItem', 'Query'] }),
});

export const handler = apiHandler(definition, async ({ world, request }) => granted(await readMoment(world.db, request)));
