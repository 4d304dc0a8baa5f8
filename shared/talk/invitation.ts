/** An agent who is asked into a colleague's conversation: they accept, come by their audio, or do not come. */
import { requireAgent } from '../agents/read-agent.ts';
import type { Agent } from '../agents/agent.ts';
import type { Offer } from '../contacts/contact.ts';
import { endContact } from '../contacts/end-contact.ts';
import type { EndReason } from '../contacts/words.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { type Accepted, offerOver, readShare } from '../routing/share.ts';
import { afterTakeBack, type Why, wordFor } from '../routing/take-back.ts';
import type { World } from '../world.ts';
import { partyComes, partyDoesNotCome } from './apply-event.ts';
import { agentParty, isByPhone, partiesOf } from './conversation.ts';
import { followTurn } from './follow-turn.ts';
import type { Party, Refusal } from './party.ts';
import { takeTurn } from './take-turn.ts';
import type { ShareTurn } from './turn.ts';

/** Unique per share, so that somebody who comes a second time gets a seat of their own. */
const seatName = (agentId: AgentId, n: number): string => `agent-${n}-${agentId}`.slice(0, 64);

async function seatFor(world: World, meetingId: string, { agentId, n }: Party): Promise<Pick<Party, 'seat'>> {
  if (agentId === undefined || n === undefined) throw new Error('An agent has a share');
  return { seat: await world.meetings.addSeat(meetingId, seatName(agentId, n)) };
}

async function shareOf(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Accepted> {
  return (await readShare(world, agentId, contactId, n)) ?? { refused: offerOver };
}

/** The agent takes the call: they get their seat, and come when their audio runs. Twice is once. */
export async function acceptInvitation(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Accepted> {
  const taken = await takeTurn<{ over: boolean }>(world, contactId, async (contact) => {
    const party = agentParty(contact, agentId, n);
    const agent = await requireAgent(world.db, agentId);
    if (party === undefined || contact.seats === undefined) return { nothing: { over: true } };
    if (party.state === 'here' || agent.state !== 'offered') return { nothing: { over: false } };
    const seat = party.seat === undefined || !isByPhone(party) ? await seatFor(world, contact.seats.meetingId, party) : {};
    const parties = partiesOf(contact).map((one) => (one === party ? { ...one, ...seat } : one));
    return { changes: { parties }, told: [{ type: 'OfferAccepted', data: { n, agentId } }], shares: [{ agentId, n, becomes: 'accepted' }] };
  });
  if ('nothing' in taken) return taken.nothing.over ? { refused: offerOver } : shareOf(world, agentId, contactId, n);
  await followTurn(world, taken);
  return shareOf(world, agentId, contactId, n);
}

/** Their audio runs: they are in the conversation. Twice is once. */
export async function comeByAudio(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Accepted> {
  const taken = await takeTurn<undefined>(world, contactId, async (contact) => {
    const party = agentParty(contact, agentId, n);
    const agent = await requireAgent(world.db, agentId);
    if (party?.state !== 'calling' || agent.state !== 'engaged') return { nothing: undefined };
    return partyComes(contact, party.partyId, world.now()) ?? { nothing: undefined };
  });
  if (!('nothing' in taken)) await followTurn(world, taken);
  const share = await shareOf(world, agentId, contactId, n);
  return 'refused' in share || agentParty(share.contact, agentId, n)?.state === 'here' ? share : { refused: offerOver };
}

const refusalFor = (why: Why): Refusal =>
  why.kind === 'declined'
    ? 'declined'
    : why.kind === 'missed'
      ? 'no-answer'
      : why.why === 'agent-changed-status'
        ? 'declined'
        : 'not-reached';
const endFor = (why: Refusal): EndReason => (why === 'declined' ? 'busy' : why === 'no-answer' ? 'no-answer' : 'not-reached');

/** Only an acceptance without audio is taken back after the agent has accepted, or one whose agent's client has died. */
function fits(agent: Agent, offer: Offer, why: Why): boolean {
  if (why.kind === 'withdrawn' && why.why === 'not-seen' && offer.seenAt !== undefined) return false;
  const noAudio = why.kind === 'missed' && why.why === 'no-audio';
  if (agent.state === 'offered') return !noAudio;
  return noAudio || (why.kind === 'withdrawn' && why.why === 'lease-ended');
}

const releasedBy = ({ agentId, n }: Offer, why: Why): ShareTurn => ({
  agentId,
  n,
  becomes: 'released',
  offer: why.kind,
  word: wordFor(why),
  interaction: 'failed',
  idling: (agent) => afterTakeBack(agent, why),
});

/** Who was asked does not come. Answers the agent, or undefined when the invitation was over already. */
export async function endInvitation(world: World, offer: Offer, why: Why): Promise<Agent | undefined> {
  const { contactId, agentId, n } = offer;
  const taken = await takeTurn<'over' | 'internal'>(world, contactId, async (contact) => {
    const party = agentParty(contact, agentId, n);
    const agent = await requireAgent(world.db, agentId);
    if (party?.state !== 'calling' || agent.contactId !== contactId || agent.n !== n || !fits(agent, offer, why))
      return { nothing: 'over' };
    // A call between two colleagues ends when the other does not come.
    if (contact.direction === 'internal' && contact.state === 'dialling') return { nothing: 'internal' };
    return partyDoesNotCome(contact, party.partyId, refusalFor(why), world.now(), releasedBy(offer, why)) ?? { nothing: 'over' };
  });
  if (!('nothing' in taken)) await followTurn(world, taken);
  else if (taken.nothing === 'internal') {
    await endContact(world, contactId, endFor(refusalFor(why)), undefined, [releasedBy(offer, why)]);
  } else return undefined;
  return requireAgent(world.db, agentId);
}
