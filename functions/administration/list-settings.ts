import { readKind, viewSetting } from '../../shared/settings/snapshot.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { KindInPath } from '../kit/settings.ts';

export const definition = define({
  purpose: 'Lists the settings of a kind, with their versions.',
  wakes: { route: 'GET /api/settings/{kind}', groups: ['supervisors', 'administrators'] },
  may: tables({ settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => {
  const kind = path('kind', KindInPath);
  const items = [...(await readKind(world.db, kind)).values()];
  return { items: items.map((one) => viewSetting(kind, one)) };
});
