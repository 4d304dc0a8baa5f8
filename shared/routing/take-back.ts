/** Ends an offer or an acceptance before anybody has talked. The contact keeps its place; what becomes of the agent depends on why. */
import type { Agent } from '../agents/agent.ts';
import { becomesIdle, type Idling, withoutGaps } from '../agents/availability.ts';
import type { ByWhom } from '../agents/change-status.ts';
import { requireAgent } from '../agents/read-agent.ts';
import type { BreakReason, Status } from '../agents/words.ts';
import { type Contact, contactKeys, type Offer } from '../contacts/contact.ts';
import { readOffer, requireContact } from '../contacts/read-contact.ts';
import type { WithdrawReason } from '../contacts/words.ts';
import type { Write } from '../database/database.ts';
import type { Queue } from '../queues/queue.ts';
import { type ContactId, type Instant, instant } from '../ids.ts';
import { nobodys } from '../talk/send-away.ts';
import type { World } from '../world.ts';
import { changeAgent, changeContact, type Told } from './change.ts';
import { overflowAt } from './decide/steps.ts';
import { withDecline } from './recent-declines.ts';
import { queueOf } from './routing-settings.ts';
import { settle } from './settle.ts';

export type Why =
  | { kind: 'declined' }
  | { kind: 'missed'; why: 'not-answered' | 'no-audio' }
  | { kind: 'withdrawn'; why: Extract<WithdrawReason, 'not-seen' | 'lease-ended'> }
  | {
      kind: 'withdrawn';
      why: 'agent-changed-status';
      status: Status;
      breakReason?: BreakReason | undefined;
      backAt?: Instant | undefined;
      whose?: ByWhom;
    };

export interface TakenBack {
  before: Contact;
  contact: Contact;
  agent: Agent;
}

/** What the client is told. */
export function wordFor(why: Why): 'declined' | 'missed' | 'no-audio' | WithdrawReason {
  if (why.kind === 'declined') return 'declined';
  if (why.kind === 'withdrawn') return why.why;
  return why.why === 'not-answered' ? 'missed' : 'no-audio';
}

const missedNotice = {
  'not-answered': 'You missed a call, so you are on a break. Choose Available when you are back.',
  'no-audio': 'Your audio did not start in time, so you are on a break. Check microphone and speaker, then choose Available.',
} as const;
const stillAvailable = {
  'not-answered': 'You missed a call. You are available still.',
  'no-audio': 'Your audio did not start in time. Check microphone and speaker: you are available still.',
} as const;

/** Whose the status is by which an offer ended: the agent's, unless somebody else's. */
function ownerOfStatus(whose: ByWhom | undefined): Pick<Idling, 'by' | 'whose'> {
  if (whose === undefined || whose.by === 'agent') return { by: 'agent' };
  const { by } = whose;
  return { by, whose: withoutGaps({ ...whose, by }) };
}

/** Pure: what becomes of the agent. `afterMissed`: as the queue has it. */
export function afterTakeBack(agent: Agent, why: Why, afterMissed: Queue['afterMissed'] = 'on-break'): Idling {
  if (why.kind === 'declined') return {};
  if (why.kind === 'missed') {
    const { nextStatus, nextBreakReason, nextBackAt } = agent;
    // Asked by a colleague while on a break of their own: they stay on it.
    if (agent.status !== 'available') return {};
    // An agent who had already chosen to leave is not told off.
    if (nextStatus === 'offline' || nextStatus === 'on-break')
      return { status: nextStatus, breakReason: nextBreakReason, backAt: nextBackAt, by: 'agent' };
    if (afterMissed === 'available') return { notice: stillAvailable[why.why] };
    return { status: 'on-break', breakReason: 'missed', notice: missedNotice[why.why], by: 'system' };
  }
  if (why.why === 'agent-changed-status')
    return { status: why.status, breakReason: why.breakReason, backAt: why.backAt, ...ownerOfStatus(why.whose) };
  return { leaseEnds: true };
}

function factFor(offer: Offer, why: Why): Told {
  const { n, agentId } = offer;
  if (why.kind === 'declined') return { type: 'OfferDeclined', data: { n, agentId } };
  if (why.kind === 'missed') return { type: 'OfferMissed', data: { n, agentId, why: why.why } };
  return { type: 'OfferWithdrawn', data: { n, agentId, why: why.why } };
}

function offerWrite(offer: Offer, why: Why, nowMs: number): Write {
  const notSeen = why.kind === 'withdrawn' && why.why === 'not-seen';
  return {
    table: 'contacts',
    update: contactKeys.offer(offer.contactId, offer.n),
    set: { state: why.kind, closedAt: instant(nowMs) },
    // The client may be showing the offer this very moment.
    if: notSeen ? 'attribute_exists(pk) AND attribute_not_exists(seenAt)' : 'attribute_exists(pk)',
  };
}

/** Only an acceptance without audio is taken back after the agent has accepted, or one whose agent's client has died. */
const endsAcceptance = (why: Why): boolean =>
  (why.kind === 'missed' && why.why === 'no-audio') || (why.kind === 'withdrawn' && why.why === 'lease-ended');

/** Does nothing and answers undefined unless offer `n` is the contact's present one and in the state that `why` is about. */
export async function takeBack(world: World, contactId: ContactId, n: number, why: Why): Promise<TakenBack | undefined> {
  return settle<TakenBack | undefined>(world, async () => {
    const [contact, offer] = await Promise.all([requireContact(world.db, contactId), readOffer(world.db, contactId, n)]);
    if (offer === undefined || contact.n !== n || contact.agentId !== offer.agentId) return { stop: undefined };
    const accepted = contact.state === 'accepted';
    const fits = accepted ? endsAcceptance(why) : contact.state === 'offered' && !(why.kind === 'missed' && why.why === 'no-audio');
    if (!fits) return { stop: undefined };
    if (why.kind === 'withdrawn' && why.why === 'not-seen' && offer.seenAt !== undefined) return { stop: undefined };
    const [agent, { afterMissed }] = await Promise.all([requireAgent(world.db, offer.agentId), queueOf(world, offer.queueId)]);
    const now = world.now();
    // Who stays available after a miss is not asked about the same contact again at once.
    const passes = why.kind === 'declined' || (why.kind === 'missed' && afterMissed === 'available');
    const declined = passes ? { declined: withDecline(contact, offer.agentId, now) } : {};
    // While it was offered a step may have ended.
    const alsoIn = contact.queueId === undefined ? undefined : overflowAt(contact, contact.queueId, now);
    const ofContact = changeContact(contact, now, { state: 'waiting', ...nobodys, ...declined, alsoIn }, [factFor(offer, why)]);
    const writes = [...ofContact.writes, offerWrite(offer, why, now)];
    if (accepted)
      writes.push({
        table: 'contacts',
        update: contactKeys.interaction(contactId, n),
        set: { state: 'failed', completedAt: instant(now) },
      });
    const idle = becomesIdle(agent, now, afterTakeBack(agent, why, afterMissed));
    const ofAgent = changeAgent(agent, now, idle.changes, idle.told);
    return {
      write: [...writes, ...ofAgent.writes],
      then: { before: contact, contact: ofContact.after, agent: ofAgent.after },
    };
  });
}
