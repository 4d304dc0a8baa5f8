import type { Contact } from '../contacts/contact.ts';
import { makeMeeting } from '../contacts/meeting.ts';
import { composeView } from '../contacts/view-contact.ts';
import { instant } from '../ids.ts';
import { dialParty } from '../talk/dial-party.ts';
import { offerSeenWithinMs, type ToClient } from '../wire/live.ts';
import type { World } from '../world.ts';
import type { Claimed } from './claim.ts';

/** Runs what need not succeed for the offer to stand: its deadlines or the acceptance make up for it. */
async function attempt<T>(world: World, what: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    world.log(`${what} failed`, { error: error instanceof Error ? error.name : 'unknown' });
    return undefined;
  }
}

/** The offer's deadlines; a second time does no harm. */
export async function setOfferDeadlines(world: World, { offer }: Pick<Claimed, 'offer'>): Promise<void> {
  const { contactId, n, offeredAt, deadlineAt } = offer;
  await Promise.all([
    world.setDeadline({ kind: 'offer-unseen', contactId, n }, instant(Date.parse(offeredAt) + offerSeenWithinMs)),
    world.setDeadline({ kind: 'offer-unanswered', contactId, n }, deadlineAt),
  ]);
}

/** A contact of the agent's that is over for them: the next offer says so too. */
export type Closes = Extract<ToClient, { type: 'offer' }>['closes'];

/** Shows the offer to the agent. False when the agent has no client that could show it. */
export async function pushOffer(world: World, claimed: Claimed, closes?: Closes): Promise<boolean> {
  const { offer, background } = claimed;
  const contact = composeView(claimed.contact, claimed.agent, { offer }, background);
  const { agentId, connectionId } = claimed.agent;
  return world.push(agentId, { type: 'offer', contact, ...(closes === undefined ? {} : { closes }) }, connectionId);
}

/** An agent's own telephone rings while the client shows the offer. */
async function dialAgents(world: World, contact: Contact): Promise<void> {
  const called = contact.parties?.filter((party) => party.state === 'calling' && party.leg !== undefined) ?? [];
  await Promise.all(called.map((party) => dialParty(world, contact, party.partyId)));
}

/**
 * What follows a claim: the push before all, since somebody waits for it; then the meeting and the deadlines. False when the agent has no
 * client any more: the offer will be taken back. Should any of it be lost, the stream's record of the offer does it again.
 */
export async function announceOffer(world: World, claimed: Claimed, closes?: Closes): Promise<boolean> {
  const { contactId, n, agentId } = claimed.offer;
  const reached = await attempt(world, 'pushing the offer', () => pushOffer(world, claimed, closes));
  if (reached === false) return false;
  await Promise.all([
    attempt(world, 'preparing the meeting', () => makeMeeting(world, contactId, n, agentId)),
    attempt(world, 'setting the deadlines', () => setOfferDeadlines(world, claimed)),
    attempt(world, 'calling the agent’s telephone', () => dialAgents(world, claimed.contact)),
  ]);
  return true;
}
