/**
 * What follows a turn that is written: telephones are rung, seats told what they may do, clients told what is, and whoever is free or waits
 * is matched. Should any of it be lost, the stream's record of the same change does it again.
 */
import type { Agent } from '../agents/agent.ts';
import { tellAgent } from '../agents/view-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { ringLegs } from '../contacts/ring-doorbell.ts';
import { composeView, readBackground, readContactView } from '../contacts/view-contact.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { epochMs, instant } from '../ids.ts';
import { announceOrPassOn, matchAgent } from '../routing/match-agent.ts';
import { matchContact } from '../routing/match-contact.ts';
import { setOfferDeadlines } from '../routing/announce-offer.ts';
import { queueOf } from '../routing/routing-settings.ts';
import type { World } from '../world.ts';
import { audioWithinMs } from '../wire/live.ts';
import { isByPhone, isShare, partiesOf } from './conversation.ts';
import { dialParty } from './dial-party.ts';
import { settleSeats } from './seats.ts';
import type { Taken, TakenShare } from './take-turn.ts';

/** Tells the agents who are in the conversation, or are asked into it, what it is now. */
export async function tellParties(world: World, contact: Contact, except: ReadonlySet<string> = new Set()): Promise<void> {
  const agents = partiesOf(contact).filter((party) => party.agentId !== undefined && !except.has(party.agentId));
  await Promise.all(
    agents.map(async ({ agentId, n }) => {
      if (agentId === undefined || n === undefined) return;
      const view = await readContactView(world.db, contact, await requireAgent(world.db, agentId), n);
      if (view !== undefined) await world.push(agentId, { type: 'contact', contact: view });
    }),
  );
}

/** Who is asked in: their client shows it. A client that shows nothing is noticed by the offer's deadline. */
async function announceInvitation(world: World, contact: Contact, agent: Agent, n: number): Promise<void> {
  const view = await readContactView(world.db, contact, agent, n);
  if (view === undefined) return;
  await world.push(agent.agentId, { type: 'offer', contact: view });
  await tellAgent(world, agent);
}

async function followInvited(world: World, after: Contact, { turn, agent }: TakenShare): Promise<void> {
  if (turn.becomes !== 'invited') return;
  const { offer } = turn;
  if (offer.partyId === undefined) {
    const background = await readBackground(world.db, after, offer.queueId);
    await announceOrPassOn(world, { contact: after, agent, offer, background });
    return;
  }
  await Promise.all([announceInvitation(world, after, agent, offer.n), setOfferDeadlines(world, { offer })]);
}

async function followReleased(world: World, contact: Contact, { turn, before, agent }: TakenShare): Promise<void> {
  if (turn.becomes !== 'released') return;
  const { contactId } = contact;
  if (before.state === 'offered' || turn.offer === 'missed') {
    await world.push(agent.agentId, { type: 'offer-withdrawn', contactId, n: turn.n, why: turn.word });
  } else await world.push(agent.agentId, { type: 'contact-closed', contactId, n: turn.n });
  await tellAgent(world, agent);
  await matchAgent(world, agent.agentId);
}

async function followWrapUp(world: World, contact: Contact, { turn, agent, shown }: TakenShare): Promise<void> {
  if (turn.becomes !== 'wrapping-up') return;
  const { contactId, queueId } = contact;
  const queue = queueId === undefined ? undefined : await queueOf(world, queueId);
  const view =
    shown !== undefined && shown.offer.queueId === queueId
      ? composeView(contact, agent, shown, await readBackground(world.db, contact, queueId, queue))
      : await readContactView(world.db, contact, agent, turn.n, queue);
  if (view === undefined) return;
  await Promise.all([
    world.push(agent.agentId, { type: 'contact', contact: view }),
    tellAgent(world, agent),
    ...(view.wrapUpDueAt === undefined ? [] : [world.setDeadline({ kind: 'wrap-up-due', contactId, n: turn.n }, view.wrapUpDueAt)]),
  ]);
}

/** Has until then to be heard: by the client's audio, or by a telephone that rings first. */
async function followClaimed(world: World, contact: Contact, { turn, agent }: TakenShare): Promise<void> {
  if (turn.becomes !== 'claimed' && turn.becomes !== 'accepted') return;
  const { contactId } = contact;
  const byPhone = partiesOf(contact).some((party) => isShare(party, agent.agentId, turn.n) && isByPhone(party));
  const rings = byPhone && turn.becomes === 'claimed' ? epochMs(turn.offer.deadlineAt) - epochMs(turn.offer.offeredAt) : 0;
  await Promise.all([
    world.setDeadline({ kind: 'audio-missing', contactId, n: turn.n }, instant(world.now() + rings + audioWithinMs)),
    tellAgent(world, agent),
  ]);
}

/** Those who are newly to be called by telephone. The first ring of an agent's telephone is here too. */
async function dialNew(world: World, before: Contact, after: Contact): Promise<void> {
  const known = new Set(partiesOf(before).map((party) => party.partyId));
  const called = partiesOf(after).filter((party) => party.state === 'calling' && party.leg !== undefined && !known.has(party.partyId));
  await Promise.all(called.map((party) => dialParty(world, after, party.partyId)));
}

/** Those who have to do with it are told, asked, or matched with what comes next. */
function tellShares(world: World, { after, shares }: Taken): Promise<unknown>[] {
  const left = new Set(shares.filter(({ turn }) => turn.becomes === 'invited').map(({ agent }) => agent.agentId as string));
  const conversing = after.state === 'connected' || after.state === 'dialling';
  return [
    ...(conversing ? [tellParties(world, after, left)] : []),
    ...shares.map((share) => followInvited(world, after, share)),
    ...shares.map((share) => followReleased(world, after, share)),
    ...shares.map((share) => followWrapUp(world, after, share)),
    ...shares.map((share) => followClaimed(world, after, share)),
  ];
}

/**
 * Answers what became of the customer's ring: `gone` when their call turned out to be over. `callKnows`: the change comes from the customer's
 * own call, which needs no ring to hear of it. What fails keeps nothing else from being done; the first fault is thrown when all the rest is.
 */
export async function followTurn(world: World, taken: Taken, callKnows = false): Promise<'rung' | 'gone' | 'busy'> {
  const { before, after } = taken;
  const faults: unknown[] = [];
  const all = (works: Promise<unknown>[]) => Promise.all(works.map((work) => work.catch((error: unknown) => void faults.push(error))));
  const without = (contact: Contact): Contact => (callKnows ? { ...contact, transactionId: undefined } : contact);
  let rung: 'rung' | 'gone' | 'busy' = 'busy';
  const ring = async () => void (rung = await ringLegs(world, without(before), without(after)));
  // The telephones first: somebody hears the wrong thing until they have looked.
  await all([ring(), settleSeats(world, before, after), dialNew(world, before, after)]);
  await all(tellShares(world, taken));
  if (after.state === 'waiting') await all([matchContact(world, after.contactId)]);
  const meetingId = before.seats?.meetingId;
  if (meetingId !== undefined && (after.state === 'ended' || after.seats?.meetingId !== meetingId))
    await all([world.meetings.end(meetingId)]);
  if (faults.length > 0) throw faults[0];
  return rung;
}
