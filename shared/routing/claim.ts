import type { Agent } from '../agents/agent.ts';
import { type Candidate, type Contact, contactKeys, type Offer } from '../contacts/contact.ts';
import { instant } from '../ids.ts';
import { requireQueue } from '../queues/settings.ts';
import type { World } from '../world.ts';
import { changeAgent, changeContact, whileLive } from './change.ts';

export interface Claimed {
  contact: Contact;
  agent: Agent;
  offer: Offer;
}

/**
 * The claim: one transaction that binds a waiting contact and an idle agent to each other by an offer, whichever of the two was last.
 * Undefined when either was no longer what the caller had read: read again.
 */
export async function claim(
  world: World,
  contact: Contact,
  agent: Agent,
  candidates: Candidate[],
  reason: string,
): Promise<Claimed | undefined> {
  const { contactId, queueId } = contact;
  if (queueId === undefined) throw new Error(`The waiting contact ${contactId} has no queue`);
  const { agentId } = agent;
  const { ringSeconds } = await requireQueue(world.db, queueId);
  const now = world.now();
  const n = contact.offers + 1;
  const deadlineAt = instant(now + ringSeconds * 1000);
  const offer: Offer = {
    schemaVersion: 1,
    contactId,
    n,
    agentId,
    queueId,
    state: 'pending',
    offeredAt: instant(now),
    deadlineAt,
    candidates: candidates.slice(0, 50),
    reason,
  };
  const ofContact = changeContact(contact, now, { state: 'offered', offers: n, agentId, seats: undefined }, [
    { type: 'ContactOffered', data: { n, agentId, queueId, deadlineAt, reason } },
  ]);
  const ofAgent = whileLive(
    changeAgent(agent, now, { state: 'offered', contactId, n, since: instant(now), idleSince: undefined }, [
      { type: 'AgentStateChanged', data: { state: 'offered', contactId } },
    ]),
    now,
  );
  const written = await world.db.write([
    ...ofContact.writes,
    ...ofAgent.writes,
    { table: 'contacts', put: { ...contactKeys.offer(contactId, n), ...offer } },
  ]);
  return written.outcome === 'written' ? { contact: ofContact.after, agent: ofAgent.after, offer } : undefined;
}
