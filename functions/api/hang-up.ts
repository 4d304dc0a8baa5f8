import { endContact } from '../../shared/contacts/end-contact.ts';
import { viewContact } from '../../shared/contacts/view-contact.ts';
import { ContactId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { offerOver, readShare } from '../../shared/routing/accept-offer.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { ending, matching, ringing, tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'The agent hangs up: the contact ends and the wrap-up begins.',
  wakes: { route: 'POST /api/contacts/{contactId}/hang-up' },
  may: [...tables(matching), ...ending, ringing],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request: { n } }) => {
  const contactId = path('contactId', ContactId);
  const before = await readShare(world, agentId, contactId, n);
  if (before === undefined) throw new ProblemError(offerOver);
  // Before anybody could hear anybody the caller is not hung up on: they keep their place.
  if (before.interaction.state === 'accepted') await endOffer(world, contactId, n, { kind: 'missed', why: 'no-audio' });
  else await endContact(world, contactId, 'agent-hung-up', { agentId, n });
  const after = (await readShare(world, agentId, contactId, n)) ?? before;
  return viewContact(world.db, after.contact, after.agent, after);
});
