import { readHistory } from '../../shared/settings/history.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { IdInPath, KindInPath } from '../kit/settings.ts';

export const definition = define({
  purpose: 'Tells who changed a setting, when, and from what to what.',
  wakes: { route: 'GET /api/settings/{kind}/{id}/history', groups: ['supervisors', 'administrators'] },
  may: tables({ settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => ({
  changes: await readHistory(world.db, path('kind', KindInPath), path('id', IdInPath)),
}));
