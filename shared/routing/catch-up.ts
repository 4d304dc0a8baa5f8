/**
 * The safety net below every write: what the writer does next in its own invocation is done once more when the write comes out of the stream,
 * so that a crash between the two loses nothing.
 */
import { Agent, Duty, Entry } from '../agents/agent.ts';
import { readAgent } from '../agents/read-agent.ts';
import { Contact, Interaction, isInteraction, isOffer, Offer } from '../contacts/contact.ts';
import { offerWithoutMeeting } from '../contacts/meetings-unnoted.ts';
import { readClaim } from '../contacts/read-claim.ts';
import { isRevived } from '../contacts/renew-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import { watchLegs } from '../contacts/ring-doorbell.ts';
import type { Item } from '../database/database.ts';
import type { Fact } from '../facts/facts.ts';
import { newsIn, mayTell } from '../facts/together.ts';
import { ContactId, epochMs, instant } from '../ids.ts';
import { isOpenCallback } from '../left/callback/callback.ts';
import { setCallDeadline } from '../left/callback/call-back.ts';
import { setCallbackDeadline } from '../left/callback/due.ts';
import { agentParty, ownerOf, partiesOf } from '../talk/conversation.ts';
import { awaitReturn } from '../talk/desertion.ts';
import { settleSeatsLater } from '../talk/seats.ts';
import { audioWithinMs } from '../wire/live.ts';
import type { World } from '../world.ts';
import { pushOffer, setOfferDeadlines } from './announce-offer.ts';
import { isVacantAnew } from './change.ts';
import { matchAgent } from './match-agent.ts';
import { isQueued } from './entry-left.ts';
import { noteDeparture } from './pace.ts';
import { lookAgain, setNextLook } from './look-again.ts';
import { dutyEnded } from './settings-changed.ts';

/** Whoever asks somebody in has them dialled within this time. */
const dialledWithinMs = 2_000;

/** A change of an item as the stream tells it. */
export interface ItemChange {
  event: 'INSERT' | 'MODIFY' | 'REMOVE';
  sk: string;
  before?: Item;
  after?: Item;
}

/** Does what follows from a change, unless it was done already. In any order and number. */
export async function catchUp(world: World, { event, sk, before, after }: ItemChange): Promise<void> {
  if (after === undefined) return sk.startsWith('DUTY#') ? dutyEnded(world, Duty.parse(before).profileId) : undefined;
  const inserted = event === 'INSERT';
  // A place that says something else than before (skills, steps) is as good as new.
  if (sk.startsWith('WAIT#')) return entryChanged(world, Entry.parse(after));
  if (mayTell(sk)) await factsTold(world, after, before);
  if (inserted && isOffer(sk)) return offerMade(world, Offer.parse(after));
  if (isInteraction(sk)) return interactionChanged(world, before, Interaction.parse(after));
  if (sk === 'CONTACT') return contactChanged(world, before === undefined ? undefined : Contact.parse(before), Contact.parse(after));
  if (sk === 'AGENT') return agentChanged(world, before, Agent.parse(after));
}

/** Of an entry that came ahead its contact tells. */
const entryChanged = async (world: World, { contactId, ahead }: Entry): Promise<void> =>
  ahead === true ? undefined : lookAgain(world, contactId);

/** From departures the pace of a queue is measured. */
async function factsTold(world: World, after: Item, before: Item | undefined): Promise<void> {
  const left = newsIn(after, before).filter((fact): fact is Fact<'EntryLeft'> => fact.type === 'EntryLeft');
  await Promise.all(left.map(({ subjectId, at, data }) => noteDeparture(world, ContactId.parse(subjectId), at, data)));
}

/** Its deadlines set, and pushed once more unless the client has shown it: a repeat is known by contact and number. */
async function offerMade(world: World, offer: Offer): Promise<void> {
  const { contactId, n, agentId } = offer;
  const [{ contact, offer: present }, agent] = await Promise.all([
    readClaim(world.db, contactId, ['offer'], n),
    readAgent(world.db, agentId),
  ]);
  const asked = contact?.state === 'offered' && contact.n === n;
  const invited = contact !== undefined && agentParty(contact, agentId, n)?.state === 'calling';
  if (contact === undefined || agent?.state !== 'offered' || (!asked && !invited)) return;
  await setOfferDeadlines(world, { offer });
  if (present?.seenAt !== undefined) return;
  const background = await readBackground(world.db, contact, offer.queueId);
  await pushOffer(world, { contact, agent, offer, background });
}

async function interactionChanged(world: World, before: Item | undefined, after: Interaction): Promise<void> {
  const { contactId, n, state, acceptedAt, wrapUpDueAt } = after;
  if (state === 'accepted' && before === undefined) {
    await world.setDeadline({ kind: 'audio-missing', contactId, n }, instant(epochMs(acceptedAt) + audioWithinMs));
  }
  if (state === 'wrapping-up' && wrapUpDueAt !== undefined && before?.['wrapUpDueAt'] !== wrapUpDueAt) {
    await world.setDeadline({ kind: 'wrap-up-due', contactId, n }, wrapUpDueAt);
  }
}

/** Its first deadline; and everything that a writer does after a change and may have died before: rings, seats, calls, waits. */
async function contactChanged(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  const { contactId } = after;
  if (before === undefined && after.state === 'ended') return;
  // Its first; and one that comes sooner than the last that was set.
  const isSooner = before === undefined || (after.aliveUntil < before.aliveUntil && after.state !== 'ended');
  if (isSooner) await world.setDeadline({ kind: 'contact-expired', contactId }, after.aliveUntil);
  await Promise.all([
    ...(before === undefined
      ? []
      : [watchLegs(world, before, after), watchDesertion(world, before, after), offerWithoutMeeting(world, before, after)]),
    settleSeatsLater(world, before, after),
    watchWait(world, before, after),
    watchCalls(world, before, after),
    watchCallback(world, before, after),
  ]);
  const meetingId = before?.seats?.meetingId;
  const left = after.state === 'ended' || after.seats?.meetingId !== meetingId;
  // A meeting is ended before its contact gets the next, which is when the writer of this change has long done it.
  if (meetingId !== undefined && left) await world.meetings.end(meetingId);
}

/** The first look of a contact that was queued, each is set anew by the one before; and a look at one whose entry came ahead, or who seemed dead and is not. */
async function watchWait(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  const { queuedAt, queueId } = after;
  if (queuedAt === undefined || !isQueued(after)) return;
  // Moved within the moment in which it came, it is in another queue since the same instant.
  const isNew = before === undefined || !isQueued(before) || queuedAt !== before.queuedAt || queueId !== before.queueId;
  if (isNew) await setNextLook(world, after, epochMs(queuedAt));
  const cameAlone = after.queuedSeq !== undefined && before?.queuedSeq !== after.queuedSeq;
  if (cameAlone || (before !== undefined && isRevived(before, after, world.now()))) await lookAgain(world, after.contactId);
}

/** Those who are to be called by telephone, and whom nobody has called yet. */
async function watchCalls(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  const calls = partiesOf(after).filter(
    (party) => party.state === 'calling' && party.leg !== undefined && party.leg.transactionId === undefined,
  );
  if (calls.length === 0 || before?.version === after.version) return;
  const at = instant(world.now() + dialledWithinMs);
  await Promise.all(calls.map(({ partyId }) => world.setDeadline({ kind: 'party-unanswered', contactId: after.contactId, partyId }, at)));
}

/** The times of a callback, when they are new. */
async function watchCallback(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  if (!isOpenCallback(after)) return;
  const isNew = before?.state !== after.state || before.callback?.dueAt !== after.callback?.dueAt;
  if (isNew) await setCallbackDeadline(world, after);
  if (before?.callback?.callAt !== after.callback?.callAt) await setCallDeadline(world, after);
}

/** An agent who is newly away is waited for. */
async function watchDesertion(world: World, before: Contact, after: Contact): Promise<void> {
  const owner = ownerOf(after);
  if (owner?.awayAt === undefined || owner.agentId === undefined || owner.n === undefined) return;
  if (ownerOf(before)?.awayAt === owner.awayAt) return;
  await awaitReturn(world, owner.agentId, after.contactId, owner.n, epochMs(owner.awayAt));
}

/** The first deadline of a lease; each is set anew by the one before. Who is idle anew is matched: their vacancy may have come ahead of them. */
async function agentChanged(world: World, before: Item | undefined, after: Agent): Promise<void> {
  const { lent, agentId } = after;
  if (isVacantAnew(before as Agent | undefined, after)) await matchAgent(world, agentId);
  if (lent !== undefined && (before?.['lent'] as Agent['lent'])?.until !== lent.until)
    await world.setDeadline({ kind: 'lent-until', agentId, until: lent.until }, lent.until);
  if (after.leaseUntil === undefined || before?.['leaseUntil'] !== undefined) return;
  await world.setDeadline({ kind: 'lease-ended', agentId }, after.leaseUntil);
}
