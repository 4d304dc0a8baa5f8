import { endContact } from '../../shared/contacts/end-contact.ts';
import { viewContact } from '../../shared/contacts/view-contact.ts';
import { ContactId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { offerOver, readShare, type Share } from '../../shared/routing/accept-offer.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { leaveTalk } from '../../shared/talk/leave-talk.ts';
import type { World } from '../../shared/world.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { logFault } from '../kit/logger.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'The agent hangs up: the contact ends and the wrap-up begins, or the agent leaves a conversation that is another’s.',
  wakes: { route: 'POST /api/contacts/{contactId}/hang-up' },
  may: [...tables(matching), ...talking],
});

async function hangUp(world: World, { contact, interaction }: Share): Promise<void> {
  const { contactId, agentId, n, state } = interaction;
  if (state !== 'accepted' && state !== 'connected') return;
  // Who was asked in leaves, and the conversation goes on.
  if (contact.agentId !== agentId || contact.n !== n) granted(await leaveTalk(world, agentId, contactId, n));
  // Before anybody could hear anybody the caller is not hung up on: they keep their place.
  else if (contact.state === 'accepted') await endOffer(world, contactId, n, { kind: 'missed', why: 'no-audio' });
  else await endContact(world, contactId, 'agent-hung-up', { agentId, n });
}

const isOver = (share: Share | undefined): boolean => share?.interaction.state !== 'accepted' && share?.interaction.state !== 'connected';

/**
 * A hang-up that is written has happened: what fails after it (a meeting that is ended, a telephone that is rung) is done again by the stream's
 * record of the same change, and the agent need not press twice. One that others were faster than, all the time, is tried once more.
 */
async function surely(world: World, before: Share): Promise<void> {
  const { contactId, agentId, n } = before.interaction;
  try {
    await hangUp(world, before);
  } catch (fault) {
    if (fault instanceof ProblemError) throw fault;
    const now = await readShare(world, agentId, contactId, n);
    if (now !== undefined && !isOver(now)) return hangUp(world, now);
    logFault('what follows a hang-up is left to the stream', fault);
  }
}

export const handler = apiHandler(definition, async ({ world, agentId, path, request: { n } }) => {
  const contactId = path('contactId', ContactId);
  const before = await readShare(world, agentId, contactId, n);
  if (before === undefined) throw new ProblemError(offerOver);
  await surely(world, before);
  const after = (await readShare(world, agentId, contactId, n)) ?? before;
  return viewContact(world.db, after.contact, after.agent, after);
});
