import { ContactId } from '../../shared/ids.ts';
import { callBack } from '../../shared/left/callback/call-back.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { counting, matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Calls the customer of a callback that an agent has accepted.',
  wakes: { route: 'POST /api/contacts/{contactId}/call' },
  may: [...tables(matching, counting), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request }) => {
  granted(await callBack(world, path('contactId', ContactId), request.n, agentId));
  return {};
});
