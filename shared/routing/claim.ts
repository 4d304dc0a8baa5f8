/**
 * The claim: one transaction that binds a contact and an agent to each other by an offer, whichever of the two was last. It may be the very
 * write that made the last of them ready: then neither entry nor vacancy is ever seen by anybody else.
 */
import type { Agent } from '../agents/agent.ts';
import { type Candidate, type Contact, contactKeys, type Grounds, type Offer } from '../contacts/contact.ts';
import type { Background } from '../contacts/view-contact.ts';
import type { Write } from '../database/database.ts';
import { together } from '../facts/together.ts';
import { instant, type QueueId } from '../ids.ts';
import { askedByPhone } from '../talk/send-away.ts';
import type { World } from '../world.ts';
import { changeAgent, changeContact, type Changes, type Told, whileLive } from './change.ts';

/** A contact and an agent found for each other, with what the agent will be shown. */
export interface Pair {
  contact: Contact;
  agent: Agent;
  queueId: QueueId;
  background: Background;
  candidates: Candidate[];
  reason: string;
  grounds: Grounds;
}
export interface Claimed {
  contact: Contact;
  agent: Agent;
  offer: Offer;
  background: Background;
}
/** What makes a contact or an agent ready for the offer in the same write. */
export interface Readied<T> {
  changes: Changes<T>;
  told: Told[];
}
const asTheyAre = { changes: {}, told: [] };

function offerOf({ contact, agent, queueId, background, candidates, reason, grounds }: Pair, nowMs: number): Offer {
  if (background.queue === undefined) throw new Error(`The queue ${queueId} is not among the settings`);
  return {
    schemaVersion: 1,
    contactId: contact.contactId,
    n: contact.offers + 1,
    agentId: agent.agentId,
    queueId,
    state: 'pending',
    offeredAt: instant(nowMs),
    deadlineAt: instant(nowMs + background.queue.ringSeconds * 1000),
    candidates: candidates.slice(0, 50),
    reason,
    grounds,
  };
}

const asLeft = ({ name, profileId, version, seq, mayDecline, served }: Agent): Offer['agent'] => ({
  ...{ name, profileId, version, seq, mayDecline },
  ...(served === undefined ? {} : { served }),
});

/** Pure: the writes of an offer, conditional on both being what was read, and the agent's lease alive. */
export function offering(
  pair: Pair,
  nowMs: number,
  readied: { contact?: Readied<Contact>; agent?: Readied<Agent> } = {},
): { writes: Write[]; claimed: Claimed } {
  const { contact = asTheyAre, agent = asTheyAre } = readied;
  const offer = offerOf(pair, nowMs);
  const { contactId, n, agentId, queueId, deadlineAt, reason } = offer;
  const ofContact = changeContact(
    pair.contact,
    nowMs,
    { ...contact.changes, state: 'offered', offers: n, n, agentId, seats: undefined, ...askedByPhone(pair.contact, pair.agent, n, nowMs) },
    [...contact.told, { type: 'ContactOffered', data: { n, agentId, queueId, deadlineAt, reason } }],
  );
  const bound = { ...agent.changes, state: 'offered' as const, contactId, n, since: instant(nowMs), idleSince: undefined };
  const told: Told[] = [...agent.told, { type: 'AgentStateChanged', data: { state: 'offered', contactId } }];
  const ofAgent = whileLive(changeAgent(pair.agent, nowMs, bound, told), nowMs);
  const put = { ...contactKeys.offer(contactId, n), ...offer, agent: asLeft(ofAgent.after) };
  return {
    writes: [...ofContact.writes, ...ofAgent.writes, { table: 'contacts', put }],
    claimed: { contact: ofContact.after, agent: ofAgent.after, offer, background: pair.background },
  };
}

/** Undefined when either was no longer what the caller had read: read again. */
export async function claim(world: World, pair: Pair): Promise<Claimed | undefined> {
  const { writes, claimed } = offering(pair, world.now());
  const { outcome } = await world.db.write(together(writes));
  return outcome === 'written' ? claimed : undefined;
}
