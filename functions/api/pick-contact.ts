import { viewContact } from '../../shared/contacts/view-contact.ts';
import { ContactId } from '../../shared/ids.ts';
import { pickContact } from '../../shared/routing/pick.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'An agent takes a contact of their choice from the waiting list; of two who choose the same, one has it.',
  wakes: { route: 'POST /api/contacts/{contactId}/pick' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path }) => {
  const share = granted(await pickContact(world, agentId, path('contactId', ContactId)));
  return viewContact(world.db, share.contact, share.agent, share);
});
