/** An agent takes a contact of their choice from a waiting list: the same claim as any other, and accepted at once. */
import type { Agent } from '../agents/agent.ts';
import { whyNot } from '../agents/availability.ts';
import { requireAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import type { AgentId, ContactId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { World } from '../world.ts';
import { acceptOffer, type Accepted } from './accept-offer.ts';
import { setOfferDeadlines } from './announce-offer.ts';
import { type Claimed, offering } from './claim.ts';
import { stillWaits } from './decide/choose-contact.ts';
import { overflowOf, presentStep } from './decide/steps.ts';
import { profileOf } from './find-contact.ts';
import { queueOf, routingSettings } from './routing-settings.ts';
import { settle } from './settle.ts';

const remedy = 'Choose another: the list shows who waits still.';
export const takenByOther: Problem = {
  code: 'taken-by-other',
  sentence: 'A colleague was faster: they have this contact.',
  remedy,
  status: 409,
};
export const waitsNoMore: Problem = { code: 'waits-no-more', sentence: 'This contact is no longer waiting.', remedy, status: 409 };
const notYours: Problem = {
  code: 'not-your-queue',
  sentence: 'You do not serve this contact’s queue.',
  remedy: 'Ask your supervisor for another routing profile.',
  status: 403,
};
const notFree = (why: string): Problem => ({
  code: 'not-free',
  sentence: `You can’t take a contact now: you are ${why.replace(/^is /, '')}.`,
  remedy: 'Be available, without another contact.',
  status: 409,
});

type Picked = { claimed: Claimed } | { own: number } | { refused: Problem };

/** The level at which the agent's profile serves the contact: by its own queue, or by one that it overflows to now. */
async function serviceOf(world: World, agent: Agent, contact: Contact) {
  const { queueId } = contact;
  if (queueId === undefined) return undefined;
  const profile = await profileOf(world, agent, await routingSettings(world));
  const lists = [queueId, ...overflowOf(presentStep(contact, world.now()).step, queueId)];
  return profile?.serves.find((one) => lists.includes(one.queueId));
}

/** Why a contact that does not wait can't be taken: a colleague has it, or it is out of the queue. */
const whyGone = (contact: Contact | undefined): Problem =>
  contact?.state === 'offered' || contact?.state === 'accepted' || contact?.state === 'connected' ? takenByOther : waitsNoMore;

async function claimFor(world: World, agentId: AgentId, contactId: ContactId) {
  const [contact, agent] = await Promise.all([readContact(world.db, contactId), requireAgent(world.db, agentId)]);
  if (contact?.agentId === agentId && contact.n !== undefined && contact.state !== 'ended') return { stop: { own: contact.n } };
  if (!stillWaits(contact, world.now()) || contact.queueId === undefined) return { stop: { refused: whyGone(contact) } };
  const busy = whyNot(agent, world.now());
  if (busy !== undefined) return { stop: { refused: notFree(busy) } };
  const service = await serviceOf(world, agent, contact);
  if (service === undefined) return { stop: { refused: notYours } };
  const { queueId } = contact;
  const background = await readBackground(world.db, contact, queueId, await queueOf(world, queueId));
  const { level, order } = service;
  const candidates = [{ agentId, level, order, queueId: service.queueId, idleSince: agent.idleSince ?? agent.since }];
  const pair = { contact, agent, queueId, background, candidates, reason: 'You picked it.', grounds: { found: 'picked' } } as const;
  const { writes, claimed } = offering({ ...pair, candidates }, world.now());
  return { write: writes, then: { claimed } };
}

/**
 * The agent has the contact, as accepted. Of two who pick at the same time one has it, and the other reads that a colleague was faster. Twice
 * is once. Should we die between claim and acceptance, it rings at the agent like any offer.
 */
export async function pickContact(world: World, agentId: AgentId, contactId: ContactId): Promise<Accepted> {
  const picked = await settle<Picked>(world, () => claimFor(world, agentId, contactId));
  if ('refused' in picked) return picked;
  const n = 'own' in picked ? picked.own : picked.claimed.offer.n;
  const accepted = await acceptOffer(world, agentId, contactId, n);
  if ('claimed' in picked && 'refused' in accepted) await setOfferDeadlines(world, picked.claimed);
  return accepted;
}
