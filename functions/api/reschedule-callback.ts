import { ContactId } from '../../shared/ids.ts';
import { rescheduleCallback } from '../../shared/left/callback/change-callback.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Puts a callback to another time.',
  wakes: { route: 'POST /api/callbacks/{contactId}/reschedule' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path, request }) => {
  const asking = { agentId, supervises: groups.includes('supervisors') };
  return granted(await rescheduleCallback(world, asking, path('contactId', ContactId), request)).callback;
});
