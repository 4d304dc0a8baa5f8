import { endContact } from '../../shared/contacts/end-contact.ts';
import { composeView, readBackground } from '../../shared/contacts/view-contact.ts';
import { ContactId } from '../../shared/ids.ts';
import { readShare } from '../../shared/routing/accept-offer.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'The agent’s audio runs: the contact is connected, and its call is told to join.',
  wakes: { route: 'POST /api/contacts/{contactId}/audio-started' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request: { n } }) => {
  const contactId = path('contactId', ContactId);
  const { result, call } = await reportAudio(world, agentId, contactId, n);
  const share = granted(result);
  if (call === 'gone') await endContact(world, contactId, 'caller-hung-up');
  const present = call === 'gone' ? ((await readShare(world, agentId, contactId, n)) ?? share) : share;
  // The client is in the meeting already: it needs not be told how to get in.
  return composeView(present.contact, present.agent, present, await readBackground(world.db, present.contact, present.offer.queueId));
});
