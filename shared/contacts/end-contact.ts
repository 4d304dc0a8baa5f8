import type { Agent } from '../agents/agent.ts';
import { becomesIdle } from '../agents/availability.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { tellAgent } from '../agents/view-agent.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../ids.ts';
import { requireQueue } from '../queues/settings.ts';
import { changeAgent, changeContact, type Told } from '../routing/change.ts';
import { matchAgent } from '../routing/match-agent.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys, type Interaction, type Offer } from './contact.ts';
import { readContact, readInteraction, readOffer } from './read-contact.ts';
import { ringDoorbell } from './ring-doorbell.ts';
import { readContactView } from './view-contact.ts';
import type { EndReason, LeaveReason, WithdrawReason } from './words.ts';

/** Why the entry leaves with the contact: the caller gave up, or we took it out. */
export const leaveReasonFor = (why: EndReason): LeaveReason => (why === 'caller-hung-up' || why === 'expired' ? 'abandoned' : 'withdrawn');
const withdrawReasonFor = (why: EndReason): WithdrawReason => (why === 'expired' ? 'expired' : 'caller-hung-up');

interface Ended {
  before: Contact;
  after: Contact;
  agent?: Agent;
}

/** Whoever has the contact now, and their share of it. */
interface Holder {
  agent: Agent;
  offer: Offer;
  interaction: Interaction | undefined;
}

async function readHolder(world: World, contact: Contact): Promise<Holder | undefined> {
  if (contact.agentId === undefined) return undefined;
  const [agent, offer, interaction] = await Promise.all([
    requireAgent(world.db, contact.agentId),
    readOffer(world.db, contact.contactId, contact.offers),
    readInteraction(world.db, contact.contactId, contact.offers),
  ]);
  if (offer === undefined) throw new Error(`Offer ${contact.offers} of contact ${contact.contactId} is missing`);
  return { agent, offer, interaction };
}

function factsOfEnd(contact: Contact, why: EndReason, nowMs: number): Told[] {
  const { state, queueId, agentId, offers: n } = contact;
  const told: Told[] = [];
  if (state === 'offered' && agentId !== undefined)
    told.push({ type: 'OfferWithdrawn', data: { n, agentId, why: withdrawReasonFor(why) } });
  if ((state === 'waiting' || state === 'offered' || state === 'accepted') && queueId !== undefined) {
    const waitedMs = Math.max(0, nowMs - epochMs(contact.queuedAt ?? contact.arrivedAt));
    told.push({ type: 'EntryLeft', data: { queueId, why: leaveReasonFor(why), waitedMs } });
  }
  told.push({ type: 'ContactEnded', data: { why, ...(agentId === undefined ? {} : { agentId }) } });
  return told;
}

/** What becomes of the agent's share: a withdrawn offer, a failed acceptance, or a wrap-up. */
function writesOfShare({ offer, interaction }: Holder, connected: boolean, wrapUpSeconds: number, nowMs: number): Write[] {
  const { contactId, n } = offer;
  const now = instant(nowMs);
  if (interaction === undefined)
    return [{ table: 'contacts', update: contactKeys.offer(contactId, n), set: { state: 'withdrawn', closedAt: now } }];
  const update = contactKeys.interaction(contactId, n);
  if (!connected) return [{ table: 'contacts', update, set: { state: 'failed', completedAt: now } }];
  const wrapUpDueAt = instant(nowMs + wrapUpSeconds * 1000);
  return [{ table: 'contacts', update, set: { state: 'wrapping-up', wrapUpStartedAt: now, wrapUpDueAt } }];
}

/** An agent who has talked wraps up; one who has not is idle again, in the place that they had. */
function changeOfAgent({ agent, offer }: Holder, connected: boolean, nowMs: number) {
  if (connected) {
    const told: Told[] = [{ type: 'AgentStateChanged', data: { state: 'wrapping-up', contactId: offer.contactId } }];
    return changeAgent(agent, nowMs, { state: 'wrapping-up', since: instant(nowMs) }, told);
  }
  const place = offer.candidates.find((one) => one.agentId === agent.agentId);
  const { changes, told } = becomesIdle(agent, nowMs, { since: place?.idleSince });
  return changeAgent(agent, nowMs, changes, told);
}

async function writeEnd(
  world: World,
  contactId: ContactId,
  why: EndReason,
  by: { agentId: AgentId; n: number } | undefined,
): Promise<Ended | undefined> {
  return settle<Ended | undefined>(world, async () => {
    const contact = await readContact(world.db, contactId);
    if (contact === undefined || contact.state === 'ended') return { stop: undefined };
    if (by !== undefined && (contact.state !== 'connected' || contact.agentId !== by.agentId || contact.offers !== by.n))
      return { stop: undefined };
    const holder = await readHolder(world, contact);
    const now = world.now();
    const ofContact = changeContact(contact, now, { state: 'ended', endedAt: instant(now), endReason: why }, factsOfEnd(contact, why, now));
    if (holder === undefined) return { write: ofContact.writes, then: { before: contact, after: ofContact.after } };
    const connected = contact.state === 'connected';
    const { wrapUpSeconds } = await requireQueue(world.db, holder.offer.queueId);
    const ofAgent = changeOfAgent(holder, connected, now);
    return {
      write: [...ofContact.writes, ...ofAgent.writes, ...writesOfShare(holder, connected, wrapUpSeconds, now)],
      then: { before: contact, after: ofContact.after, agent: ofAgent.after },
    };
  });
}

/** Tells the agent, and finds them the next contact when they are free already. */
async function afterEnd(world: World, { before, after }: Ended, agent: Agent, why: EndReason): Promise<void> {
  const { contactId, offers: n } = after;
  if (before.state === 'connected') {
    const contact = await readContactView(world.db, after, agent, n);
    if (contact === undefined) return;
    await Promise.all([
      world.push(agent.agentId, { type: 'contact', contact }),
      tellAgent(world, agent),
      ...(contact.wrapUpDueAt === undefined ? [] : [world.setDeadline({ kind: 'wrap-up-due', contactId, n }, contact.wrapUpDueAt)]),
    ]);
    return;
  }
  if (before.state === 'offered') await world.push(agent.agentId, { type: 'offer-withdrawn', contactId, n, why: withdrawReasonFor(why) });
  else await world.push(agent.agentId, { type: 'contact-closed', contactId, n });
  await tellAgent(world, agent);
  await matchAgent(world, agent.agentId);
}

/**
 * Ends a contact from whatever state it is in: its entry leaves with a reason, an offer is withdrawn, the agent is free again or wraps up, the
 * meeting ends. Again is harmless. With `by`, only while that agent talks with the contact by their share `n`.
 */
export async function endContact(world: World, contactId: ContactId, why: EndReason, by?: { agentId: AgentId; n: number }): Promise<void> {
  const ended = await writeEnd(world, contactId, why, by);
  if (ended === undefined) return;
  const { before, after, agent } = ended;
  if (agent !== undefined) await afterEnd(world, ended, agent, why);
  // Only the caller's hang-up is known to the call itself.
  if (why === 'agent-hung-up' || why === 'expired') await ringDoorbell(world, after);
  if (before.seats !== undefined) await world.meetings.end(before.seats.meetingId);
}
