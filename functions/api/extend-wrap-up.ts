import { extendWrapUp } from '../../shared/agents/extend-wrap-up.ts';
import { ContactId } from '../../shared/ids.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables, viewing } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Gives an agent more time for a wrap-up.',
  wakes: { route: 'POST /api/contacts/{contactId}/extend-wrap-up' },
  may: [
    ...tables(viewing, { contacts: ['UpdateItem'], routing: ['GetItem', 'UpdateItem'] }),
    { queue: 'deadlines', actions: ['SendMessage'] },
  ],
});

export const handler = apiHandler(
  definition,
  async ({ world, agentId, path, request }) => granted(await extendWrapUp(world, agentId, path('contactId', ContactId), request.n)).contact,
);
