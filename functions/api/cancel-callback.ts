import { ContactId } from '../../shared/ids.ts';
import { cancelCallback } from '../../shared/left/callback/change-callback.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Cancels a callback that nobody is calling.',
  wakes: { route: 'POST /api/callbacks/{contactId}/cancel' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path }) => {
  const asking = { agentId, supervises: groups.includes('supervisors') };
  return granted(await cancelCallback(world, asking, path('contactId', ContactId))).callback;
});
