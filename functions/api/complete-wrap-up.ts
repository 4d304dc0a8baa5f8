import { requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/wrap-up.ts';
import { ContactId } from '../../shared/ids.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { announcing, matching, tables } from '../kit/grants.ts';
import { viewMe } from '../kit/me.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Hands a wrap-up in, with its ticket, and finds the agent the next contact.',
  wakes: { route: 'POST /api/contacts/{contactId}/wrap-up' },
  may: [...tables(matching, { tickets: ['PutItem', 'DeleteItem'] }), ...announcing],
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path, request }) => {
  granted(await completeWrapUp(world, agentId, path('contactId', ContactId), request));
  return viewMe(world, await requireAgent(world.db, agentId), groups);
});
