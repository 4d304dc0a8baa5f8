import { ProblemError } from '../../shared/problem.ts';
import { ContactId } from '../../shared/ids.ts';
import { whyThisAgent } from '../../shared/routing/why.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { noSuchContact } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Tells why a contact was offered to the agent who has it: who was considered, and what decided.',
  wakes: { route: 'GET /api/contacts/{contactId}/why' },
  may: tables({ routing: ['Query'], settings: ['Query'], contacts: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => {
  const why = await whyThisAgent(world, path('contactId', ContactId));
  if (why === undefined) throw new ProblemError(noSuchContact);
  return why;
});
