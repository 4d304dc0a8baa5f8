import type { Agent } from '../agents/agent.ts';
import { isLive } from '../agents/availability.ts';
import { requireAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { type MeetingSeats, named } from '../contacts/meeting.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { prepareFirst } from '../contacts/meetings-unnoted.ts';
import { readContactView } from '../contacts/view-contact.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { requireQueue } from '../queues/settings.ts';
import type { Told } from '../routing/change.ts';
import type { ContactView } from '../wire/api.ts';
import type { World } from '../world.ts';
import { followTurn } from './follow-turn.ts';
import { offerTo } from './invite.ts';
import { isOnTheWay } from './on-the-way.ts';
import { tooLate } from './problems.ts';
import { askedByPhone, frontPriority, nobodys, waitsAgain } from './send-away.ts';
import { takeTurn } from './take-turn.ts';
import { type ShareTurn, type Turn, withdrawn } from './turn.ts';

/** May this agent have the contact back that they sent away by their share `n`? */
export function mayTakeBack(contact: Contact, agentId: AgentId, n: number, nowMs: number): boolean {
  const { takeBack } = contact;
  return takeBack?.agentId === agentId && takeBack.n === n && takeBack.until > instant(nowMs) && isOnTheWay(contact);
}

const isFree = (agent: Agent, contact: Contact, n: number, nowMs: number): boolean =>
  agent.state === 'idle' ? isLive(agent, nowMs) : agent.state === 'wrapping-up' && agent.contactId === contact.contactId && agent.n === n;

/** Pure: the contact is the agent's again, as if they had accepted it anew; who was asked meanwhile is no longer. */
function takenBack(contact: Contact, agent: Agent, earlier: number, seats: MeetingSeats, ringSeconds: number, nowMs: number): Turn {
  const { queueId, priority = frontPriority } = contact;
  if (queueId === undefined) throw new Error(`The contact ${contact.contactId} was never queued`);
  const { agentId, name } = agent;
  const how = { purpose: 'serve', by: { agentId, name }, queueId, ringSeconds } as const;
  const offer = { ...offerTo(agent, contact, how, nowMs), state: 'accepted', reason: 'You took it back.' } as const;
  const asked = contact.state === 'offered' && contact.agentId !== undefined && contact.n !== undefined;
  const told: Told[] = asked
    ? [{ type: 'OfferWithdrawn', data: { n: contact.n ?? 1, agentId: contact.agentId ?? agentId, why: 'cancelled' } }]
    : [];
  const again = contact.state === 'passed-on' ? waitsAgain(contact, { queueId }, priority, nowMs) : { changes: {}, told: [] };
  const others: ShareTurn[] = asked ? [withdrawn(contact.agentId ?? agentId, contact.n ?? 1, 'cancelled')] : [];
  const { n } = offer;
  return {
    changes: {
      ...again.changes,
      ...nobodys,
      state: 'accepted',
      agentId,
      n,
      offers: n,
      seats: named(seats, n),
      bridge: undefined,
      takeBack: undefined,
      word: undefined,
      ...askedByPhone(contact, agent, n, nowMs),
    },
    told: [...told, ...again.told, { type: 'ContactTakenBack', data: { n, agentId } }],
    shares: [...others, { agentId, n, becomes: 'claimed', offer, agent, ...(agent.state === 'wrapping-up' ? { earlier } : {}) }],
  };
}

/**
 * The agent who sent a customer away has them back, within half a minute and before anybody talks with them: as an accepted contact, which
 * their audio connects. Twice is once.
 */
export async function takeBackContact(
  world: World,
  agentId: AgentId,
  contactId: ContactId,
  n: number,
): Promise<{ contact: ContactView } | { refused: Problem }> {
  const taken = await takeTurn<{ refused: Problem } | { own: number }>(world, contactId, async (contact) => {
    const agent = await requireAgent(world.db, agentId);
    if (contact.state === 'accepted' && contact.agentId === agentId && contact.n !== undefined) return { nothing: { own: contact.n } };
    const may = mayTakeBack(contact, agentId, n, world.now()) && isFree(agent, contact, n, world.now());
    if (!may || contact.queueId === undefined) return { nothing: { refused: tooLate } };
    const [seats, queue] = await Promise.all([
      prepareFirst(world, { contactId, n: contact.offers + 1, agentId }),
      requireQueue(world.db, contact.queueId),
    ]);
    return takenBack(contact, agent, n, seats, queue.ringSeconds, world.now());
  });
  const own = 'nothing' in taken ? taken.nothing : { own: taken.after.offers };
  if ('refused' in own) return own;
  if (!('nothing' in taken)) await followTurn(world, taken);
  const view = await readContactView(world.db, await requireContact(world.db, contactId), await requireAgent(world.db, agentId), own.own);
  return view === undefined ? { refused: tooLate } : { contact: view };
}
