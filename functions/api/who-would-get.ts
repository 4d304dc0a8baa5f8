import { ContactId } from '../../shared/ids.ts';
import { whoWouldGet } from '../../shared/routing/who.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Tells who would get a waiting contact now, and why the others would not.',
  wakes: { route: 'GET /api/contacts/{contactId}/who', groups: ['supervisors', 'administrators'] },
  may: tables({ routing: ['GetItem', 'Query'], settings: ['Query'], contacts: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => granted(await whoWouldGet(world, path('contactId', ContactId))));
