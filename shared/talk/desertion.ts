/** An agent whose client is gone without a word: the customer hears music until they are back, or goes to somebody else. */
import type { Agent } from '../agents/agent.ts';
import { isLive } from '../agents/availability.ts';
import { readAgent } from '../agents/read-agent.ts';
import { endContact } from '../contacts/end-contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../ids.ts';
import { readConnection } from '../live/connection.ts';
import { readCalling } from '../queues/read-calling.ts';
import { returnToQueue } from '../routing/return-to-queue.ts';
import type { World } from '../world.ts';
import { ownerIsBack, ownerIsLost, partyGoes } from './apply-event.ts';
import { agentParty, isByPhone, ownerOf } from './conversation.ts';
import { followTurn } from './follow-turn.ts';
import { takeTurn } from './take-turn.ts';

/** A reload takes less. */
export const awayWithinMs = 4_000;

/** Does the agent talk by a client of theirs, in a conversation that has begun? */
async function talksByClient(world: World, agent: Agent | undefined): Promise<{ contactId: ContactId; n: number } | undefined> {
  if (agent?.state !== 'engaged' || agent.contactId === undefined || agent.n === undefined) return undefined;
  const contact = await readContact(world.db, agent.contactId);
  const party = contact === undefined ? undefined : agentParty(contact, agent.agentId, agent.n);
  return party?.state !== 'here' || isByPhone(party) ? undefined : { contactId: agent.contactId, n: agent.n };
}

/** The agent's socket has closed: in a moment it is looked whether they are back. */
export async function clientAway(world: World, agentId: AgentId): Promise<void> {
  const talk = await talksByClient(world, await readAgent(world.db, agentId));
  if (talk === undefined) return;
  await world.setDeadline({ kind: 'client-away', agentId, ...talk }, instant(world.now() + awayWithinMs));
}

async function isBack(world: World, agent: Agent): Promise<boolean> {
  if (agent.connectionId === undefined || !isLive(agent, world.now())) return false;
  return (await readConnection(world.db, agent.connectionId)) !== undefined;
}

/** The deadline after a socket has closed. Not back: deserted, when the contact is theirs; else they have left the conversation. */
export async function clientStillAway(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  const agent = await readAgent(world.db, agentId);
  if (agent === undefined || agent.contactId !== contactId || agent.n !== n || (await isBack(world, agent))) return;
  await agentLost(world, agentId, contactId, n);
}

/** The agent is lost to the conversation, for now or for good. */
export async function agentLost(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  const taken = await takeTurn<'over' | 'ends'>(world, contactId, (contact) => {
    const party = agentParty(contact, agentId, n);
    if (party?.state !== 'here') return Promise.resolve({ nothing: 'over' });
    if (contact.direction === 'internal' || contact.state === 'dialling') return Promise.resolve({ nothing: 'ends' });
    const isOwner = ownerOf(contact) === party;
    const turn = isOwner ? ownerIsLost(contact, world.now()) : partyGoes(contact, party.partyId, 'lost', world.now());
    return Promise.resolve(turn ?? { nothing: 'over' });
  });
  if ('nothing' in taken) {
    if (taken.nothing === 'ends') await endLost(world, contactId);
    return;
  }
  await followTurn(world, taken);
  const owner = ownerOf(taken.after);
  if (owner?.awayAt !== undefined) await awaitReturn(world, agentId, contactId, n, epochMs(owner.awayAt));
}

/** Nobody of the two would be left to hear the other. */
async function endLost(world: World, contactId: ContactId): Promise<void> {
  const contact = await readContact(world.db, contactId);
  await endContact(world, contactId, contact?.direction === 'internal' ? 'party-hung-up' : 'cancelled');
}

/** The deadline of the agent's return; a second time does no harm. */
export async function awaitReturn(world: World, agentId: AgentId, contactId: ContactId, n: number, awayAtMs: number): Promise<void> {
  const { returnSeconds } = await readCalling(world.db);
  await world.setDeadline({ kind: 'return-over', agentId, contactId, n }, instant(awayAtMs + returnSeconds * 1000));
}

/** The owner's audio runs again. Nothing when they were not away. */
export async function agentBack(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  const taken = await takeTurn<undefined>(world, contactId, (contact) => {
    const isOwner = contact.agentId === agentId && contact.n === n;
    return Promise.resolve((isOwner ? ownerIsBack(contact, world.now()) : undefined) ?? { nothing: undefined });
  });
  if (!('nothing' in taken)) await followTurn(world, taken);
}

/** The time to come back is over: the customer goes to the front of the queue. */
export async function returnOver(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  const contact = await readContact(world.db, contactId);
  const owner = contact === undefined ? undefined : ownerOf(contact);
  if (owner?.awayAt === undefined || owner.agentId !== agentId || owner.n !== n) return;
  const { returnSeconds } = await readCalling(world.db);
  const overMs = epochMs(owner.awayAt) + returnSeconds * 1000;
  // They were back, and are away again.
  if (overMs > world.now()) return awaitReturn(world, agentId, contactId, n, epochMs(owner.awayAt));
  await returnToQueue(world, contactId, 'return-over', (present) => {
    const away = ownerOf(present);
    return away?.awayAt === owner.awayAt && away?.n === n;
  });
}
