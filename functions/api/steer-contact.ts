import { ContactId } from '../../shared/ids.ts';
import { steerContact } from '../../shared/routing/steer.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'A supervisor moves a waiting contact to another queue, raises it, or lets it go to its fallback.',
  wakes: { route: 'POST /api/contacts/{contactId}/steer', groups: ['supervisors', 'administrators'] },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request }) => {
  granted(await steerContact(world, path('contactId', ContactId), request, agentId));
  return {};
});
