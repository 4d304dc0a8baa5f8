import { readTimeline } from '../../shared/contacts/timeline.ts';
import { ContactId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { noSuchContact } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Tells what happened to a contact, fact by fact.',
  wakes: { route: 'GET /api/contacts/{contactId}/timeline' },
  may: tables({
    contacts: ['GetItem', 'Query'],
    routing: ['GetItem'],
    customers: ['GetItem'],
    tickets: ['GetItem', 'Query'],
    settings: ['Query'],
  }),
});

export const handler = apiHandler(definition, async ({ world, path }) => {
  const timeline = await readTimeline(world.db, path('contactId', ContactId));
  if (timeline === undefined) throw new ProblemError(noSuchContact);
  return timeline;
});
