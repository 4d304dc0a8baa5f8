import type { Agent } from '../agents/agent.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { contactKeys, type Contact, type Interaction, type Offer } from '../contacts/contact.ts';
import { readContact, readOffer } from '../contacts/read-contact.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import { acceptInvitation } from '../talk/invitation.ts';
import { audioWithinMs } from '../wire/live.ts';
import type { World } from '../world.ts';
import { changeAgent, changeContact } from './change.ts';
import { settle } from './settle.ts';
import { type Accepted, offerOver, readShare, type Share } from './share.ts';

export { type Accepted, offerOver, readShare, type Share };

function acceptance(contact: Contact, agent: Agent, offer: Offer, nowMs: number): { write: Write[]; then: Share } {
  const { contactId, n, queueId, agentId } = offer;
  const interaction: Interaction = { schemaVersion: 1, contactId, n, agentId, queueId, state: 'accepted', acceptedAt: instant(nowMs) };
  const ofContact = changeContact(contact, nowMs, { state: 'accepted' }, [{ type: 'OfferAccepted', data: { n, agentId } }]);
  const ofAgent = changeAgent(agent, nowMs, { state: 'engaged', since: instant(nowMs), served: (agent.served ?? 0) + 1 }, [
    { type: 'AgentStateChanged', data: { state: 'engaged', contactId } },
  ]);
  return {
    write: [
      ...ofContact.writes,
      ...ofAgent.writes,
      { table: 'contacts', update: contactKeys.offer(contactId, n), set: { state: 'accepted' }, if: 'attribute_exists(pk)' },
      { table: 'contacts', put: { ...contactKeys.interaction(contactId, n), ...interaction }, if: 'attribute_not_exists(pk)' },
    ],
    then: { contact: ofContact.after, agent: ofAgent.after, offer: { ...offer, state: 'accepted' }, interaction },
  };
}

/** The agent takes the offer. The contact has its meeting by then: the client joins it with what the answer says. Twice is once. */
export async function acceptOffer(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Accepted> {
  const asked = await readAsked(world, agentId, contactId, n);
  if (asked.offer?.partyId !== undefined) return acceptInvitation(world, agentId, contactId, n);
  return acceptContact(world, agentId, contactId, n, asked);
}

interface Asked {
  contact: Contact | undefined;
  offer: Offer | undefined;
  agent: Agent;
}

async function readAsked({ db }: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Asked> {
  const reads = [readContact(db, contactId), readOffer(db, contactId, n), requireAgent(db, agentId)] as const;
  const [contact, offer, agent] = await Promise.all(reads);
  return { contact, offer, agent };
}

async function acceptContact(world: World, agentId: AgentId, contactId: ContactId, n: number, asked: Asked): Promise<Accepted> {
  const accepted = await settle<Accepted>(world, async (attempt) => {
    const { contact, offer, agent } = attempt === 0 ? asked : await readAsked(world, agentId, contactId, n);
    if (contact?.n !== n || offer?.agentId !== agentId || contact.agentId !== agentId) return { stop: { refused: offerOver } };
    if (contact.state === 'accepted' || contact.state === 'connected') {
      return { stop: (await readShare(world, agentId, contactId, n)) ?? { refused: offerOver } };
    }
    if (contact.state !== 'offered') return { stop: { refused: offerOver } };
    const seats = contact.seats ?? (await world.meetings.prepare(contactId, n, agentId));
    const { write, then } = acceptance(contact, agent, offer, world.now());
    if (contact.seats !== undefined) return { write, then };
    return { write: withSeats(write, seats), then: { ...then, contact: { ...then.contact, seats } } };
  });
  if ('refused' in accepted || accepted.contact.state !== 'accepted') return accepted;
  const at = instant(Date.parse(accepted.interaction.acceptedAt) + audioWithinMs);
  await world.setDeadline({ kind: 'audio-missing', contactId, n }, at);
  return accepted;
}

/** The meeting was not ready when the agent accepted: its seats go with the acceptance. */
function withSeats(writes: readonly Write[], seats: NonNullable<Contact['seats']>): Write[] {
  return writes.map((write, i) => (i === 0 && 'update' in write ? { ...write, set: { ...write.set, seats } } : write));
}
