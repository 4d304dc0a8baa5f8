import { changeSetting } from '../../shared/settings/change.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';
import { changing, IdInPath, KindInPath, mustBeAllowed, personOf, sources } from '../kit/settings.ts';

export const definition = define({
  purpose: 'Removes a setting, unless something refers to it.',
  wakes: { route: 'POST /api/settings/{kind}/{id}/remove', groups: ['supervisors', 'administrators'] },
  may: [...tables(changing), { flows: 'names' }],
});

export const handler = apiHandler(definition, async ({ world, agentId, username, groups, path, request }) => {
  const [kind, id] = [path('kind', KindInPath), path('id', IdInPath)];
  mustBeAllowed(kind, groups);
  const by = await personOf(world, agentId, username);
  return granted(await changeSetting(world, sources(), by, { kind, id }, request.version));
});
