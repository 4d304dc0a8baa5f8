import { ContactId } from '../../shared/ids.ts';
import { viewContact } from '../../shared/contacts/view-contact.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'An agent takes the offer that rings; the answer holds the seat in the contact’s meeting.',
  wakes: { route: 'POST /api/contacts/{contactId}/accept' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request }) => {
  const share = granted(await acceptOffer(world, agentId, path('contactId', ContactId), request.n));
  return viewContact(world.db, share.contact, share.agent, share);
});
