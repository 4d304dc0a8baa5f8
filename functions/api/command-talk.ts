import { ContactId } from '../../shared/ids.ts';
import { commandTalk } from '../../shared/talk/command-talk.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { counting, matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Does what an agent commands in their conversation: hold, consult, swap, conference, transfer.',
  wakes: { route: 'POST /api/contacts/{contactId}/talk' },
  may: [...tables(matching, counting), ...talking],
});

export const handler = apiHandler(
  definition,
  async ({ world, agentId, path, request }) => granted(await commandTalk(world, agentId, path('contactId', ContactId), request)).contact,
);
