import { undoChange } from '../../shared/settings/change.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';
import { changing, IdInPath, KindInPath, mustBeAllowed, personOf, sources } from '../kit/settings.ts';

export const definition = define({
  purpose: 'Takes the latest change of a setting back, by a change to what was before.',
  wakes: { route: 'POST /api/settings/{kind}/{id}/undo', groups: ['supervisors', 'administrators'] },
  may: [...tables(changing), { flows: 'names' }],
});

export const handler = apiHandler(definition, async ({ world, agentId, username, groups, path, request: { version } }) => {
  const [kind, id] = [path('kind', KindInPath), path('id', IdInPath)];
  mustBeAllowed(kind, groups);
  return granted(await undoChange(world, sources(), await personOf(world, agentId, username), { kind, id, version }));
});
