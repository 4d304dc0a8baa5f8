import { forgetWrapUp } from '../../shared/agents/late-wrap-up.ts';
import { ContactId } from '../../shared/ids.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables, viewing } from '../kit/grants.ts';
import { viewMe } from '../kit/me.ts';

export const definition = define({
  purpose: 'Gives a late wrap-up up: nobody waits for it any more.',
  wakes: { route: 'POST /api/contacts/{contactId}/forget-wrap-up' },
  may: tables(viewing, { connections: ['Query'], routing: ['GetItem', 'UpdateItem'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path, request: { n } }) =>
  viewMe(world, await forgetWrapUp(world, agentId, { contactId: path('contactId', ContactId), n }), groups),
);
