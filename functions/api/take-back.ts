import { ContactId } from '../../shared/ids.ts';
import { takeBackContact } from '../../shared/talk/take-back-contact.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Gives an agent back a customer whom they have just sent away.',
  wakes: { route: 'POST /api/contacts/{contactId}/take-back' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(
  definition,
  async ({ world, agentId, path, request: { n } }) =>
    granted(await takeBackContact(world, agentId, path('contactId', ContactId), n)).contact,
);
