import type { Agent } from '../agents/agent.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { contactKeys, type Contact, type Interaction, type Offer } from '../contacts/contact.ts';
import { makeMeeting, type MeetingSeats, named } from '../contacts/meeting.ts';
import { readClaim } from '../contacts/read-claim.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import { acceptInvitation } from '../talk/invitation.ts';
import { audioWithinMs } from '../wire/live.ts';
import type { World } from '../world.ts';
import { changeAgent, changeContact } from './change.ts';
import { atAGlance, settleByGlance } from './settle.ts';
import { type Accepted, asOffered, type Bearer, offerOver, readShare, type Share } from './share.ts';

export { type Accepted, offerOver, readShare, type Share };

type Taking = Pick<Share, 'contact' | 'agent' | 'offer'> & { meeting: MeetingSeats };

function acceptance({ contact, agent, offer, meeting }: Taking, nowMs: number): { write: Write[]; then: Share<Bearer> } {
  const { contactId, n, queueId, agentId } = offer;
  const interaction: Interaction = { schemaVersion: 1, contactId, n, agentId, queueId, state: 'accepted', acceptedAt: instant(nowMs) };
  const ofContact = changeContact(contact, nowMs, { state: 'accepted', seats: named(meeting, n) }, [
    { type: 'OfferAccepted', data: { n, agentId } },
  ]);
  const ofAgent = changeAgent(agent, nowMs, { state: 'engaged', since: instant(nowMs), served: (agent.served ?? 0) + 1 }, [
    { type: 'AgentStateChanged', data: { state: 'engaged', contactId } },
  ]);
  return {
    write: [
      ...ofContact.writes,
      ...ofAgent.writes,
      { table: 'contacts', put: { ...contactKeys.interaction(contactId, n), ...interaction }, if: 'attribute_not_exists(pk)' },
    ],
    then: { contact: ofContact.after, agent: ofAgent.after, offer, interaction, meeting },
  };
}

/** The agent takes the offer. The contact has its meeting by then: the client joins it with what the answer says. Twice is once. */
export async function acceptOffer(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Accepted> {
  const glanced = await readAsked(atAGlance(world), agentId, contactId, n).catch(() => undefined);
  const asked = glanced?.offer === undefined ? await readAsked(world, agentId, contactId, n) : glanced;
  if (asked.offer?.partyId !== undefined) return acceptInvitation(world, agentId, contactId, n);
  return acceptContact(world, agentId, contactId, n, asked);
}

interface Asked {
  contact: Contact | undefined;
  offer: Offer | undefined;
  agent: Agent;
  meeting: MeetingSeats | undefined;
}

async function readAsked({ db }: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Asked> {
  const { contact, offer, meeting } = await readClaim(db, contactId, ['offer', 'meeting'], n);
  // By a glance: what the agent's version confirms.
  const agent = (db.strong === undefined || offer === undefined ? undefined : asOffered(offer)) ?? (await requireAgent(db, agentId));
  return { contact, offer, agent, meeting };
}

async function acceptContact(world: World, agentId: AgentId, contactId: ContactId, n: number, asked: Asked): Promise<Accepted> {
  const accepted = await settleByGlance<Accepted>(world, async (seen, _, glance) => {
    const { contact, offer, agent, meeting } = glance ? asked : await readAsked(seen, agentId, contactId, n);
    if (contact?.n !== n || offer?.agentId !== agentId || contact.agentId !== agentId) return { stop: { refused: offerOver } };
    if (contact.state === 'accepted' || contact.state === 'connected') {
      return { stop: (await readShare(world, agentId, contactId, n)) ?? { refused: offerOver } };
    }
    if (contact.state !== 'offered') return { stop: { refused: offerOver } };
    if (glance && meeting === undefined) return { stop: { refused: offerOver } };
    // Not ready when the agent took it: the same meeting is made here.
    const made = meeting ?? (await makeMeeting(world, contactId, n, agentId));
    return acceptance({ contact, agent, offer, meeting: made }, world.now());
  });
  if ('refused' in accepted || accepted.contact.state !== 'accepted') return accepted;
  const at = instant(Date.parse(accepted.interaction.acceptedAt) + audioWithinMs);
  await world.setDeadline({ kind: 'audio-missing', contactId, n }, at);
  return accepted;
}
