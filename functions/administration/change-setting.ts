import { changeSetting } from '../../shared/settings/change.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';
import { changing, IdInPath, KindInPath, mustBeAllowed, personOf, sources } from '../kit/settings.ts';

export const definition = define({
  purpose: 'Makes or changes a setting, as long as nobody else has since it was seen.',
  wakes: { route: 'POST /api/settings/{kind}/{id}', groups: ['supervisors', 'administrators'] },
  may: [...tables(changing), { flows: 'names' }],
});

export const handler = apiHandler(definition, async ({ world, agentId, username, groups, path, request }) => {
  const [kind, id] = [path('kind', KindInPath), path('id', IdInPath)];
  mustBeAllowed(kind, groups);
  const by = await personOf(world, agentId, username);
  const { setting } = granted(await changeSetting(world, sources(), by, { kind, id, item: request.item }, request.version));
  if (setting === undefined) throw new Error('A change with an item leaves a setting');
  return setting;
});
