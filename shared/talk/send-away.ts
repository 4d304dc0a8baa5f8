/** Pure: the customer goes from one agent to a colleague, a queue or an outside number. */
import type { Agent } from '../agents/agent.ts';
import { waitingBreathMs } from '../contacts/breath.ts';
import type { Contact } from '../contacts/contact.ts';
import { epochMs, instant, type AgentId, type PhoneNumber } from '../ids.ts';
import type { Queue } from '../queues/queue.ts';
import type { Changes, Told } from '../routing/change.ts';
import { overflowAt, resolveSteps } from '../routing/decide/steps.ts';
import { othersOf, ownerOf, partiesOf } from './conversation.ts';
import { factsOfHolding, holdAll, isCustomer, parted, setHeld, withoutParty } from './edit.ts';
import { offerTo, phoneOf } from './invite.ts';
import type { Party } from './party.ts';
import { customerParty, PartyId } from './party.ts';
import { noSuchParty, notNow } from './problems.ts';
import type { ShareTurn, Turned } from './turn.ts';

interface Sending {
  by: { agentId: AgentId; name: string };
  nowMs: number;
  queue: Pick<Queue, 'queueId' | 'ringSeconds' | 'priority'>;
}

/** So long may the one who sent a customer away take them back. */
export const takeBackMs = 30_000;
/** The front of each queue. */
export const frontPriority = 9;

interface Owner {
  party: Party;
  agentId: AgentId;
  n: number;
}

function requireOwner(contact: Contact): Owner {
  const party = ownerOf(contact);
  if (party === undefined || contact.agentId === undefined || contact.n === undefined) throw new Error('A conversation without an owner');
  return { party, agentId: contact.agentId, n: contact.n };
}

/** The agents' conversation is over for the contact: nobody has it, and it has no meeting. */
export const nobodys = {
  agentId: undefined,
  n: undefined,
  seats: undefined,
  parties: undefined,
  connectedAt: undefined,
  connectedN: undefined,
  presses: undefined,
} as const;

/** Back in its own queue it asks for whom it asked before, as long as it has waited before; in another by that one's steps. */
function asksFor(contact: Contact, { queueId, steps = [] }: Pick<Queue, 'queueId' | 'steps'>, nowMs: number): Changes<Contact> {
  const again = contact.queueId === queueId && contact.requirements.length > 0;
  if (again) {
    const stepsFrom = contact.stepsFrom ?? contact.queuedAt;
    return { stepsFrom, alsoIn: overflowAt({ requirements: contact.requirements, stepsFrom }, queueId, nowMs) };
  }
  const requirements = resolveSteps(steps, undefined, new Set());
  const alsoIn = overflowAt({ requirements, queuedAt: instant(nowMs) }, queueId, nowMs);
  return { requirements, stepsFrom: undefined, alsoIn, announced: undefined };
}

/** What makes a contact wait again, with its original arrival, in `queue` by `priority`. */
export function waitsAgain(
  contact: Contact,
  queue: Pick<Queue, 'queueId' | 'steps'>,
  priority: number,
  nowMs: number,
): { changes: Changes<Contact>; told: Told[] } {
  const { queueId } = queue;
  return {
    changes: {
      ...nobodys,
      bridge: undefined,
      state: 'waiting',
      queueId,
      priority,
      queuedAt: instant(nowMs),
      ...asksFor(contact, queue, nowMs),
      aliveUntil: instant(Math.max(epochMs(contact.aliveUntil), nowMs + waitingBreathMs)),
    },
    told: [{ type: 'ContactQueued', data: { queueId, priority, again: contact.queueId === queueId } }],
  };
}

const wrapsUp = ({ agentId, n }: Owner): ShareTurn => ({ agentId, n, becomes: 'wrapping-up' });
const takeBackBy = ({ agentId, n }: Owner, nowMs: number) => ({ takeBack: { agentId, n, until: instant(nowMs + takeBackMs) } });

/** Leaves the customer with the others: with the first colleague among them, or with the outside numbers alone. */
export function complete(contact: Contact, { nowMs }: Sending): Turned {
  const owner = requireOwner(contact);
  const now = instant(nowMs);
  const parties = holdAll(withoutParty(contact, owner.party.partyId), false, now);
  const held = factsOfHolding(contact, parties, now);
  const next = othersOf(contact, 'here').find((party) => party.kind === 'agent');
  const from = { from: owner.agentId, n: owner.n, warm: true };
  const told: Told[] = [...held, parted(owner.party, 'handed-on')];
  const shares = [wrapsUp(owner)];
  if (next?.agentId !== undefined && next.n !== undefined) {
    const changes = { parties, agentId: next.agentId, n: next.n };
    return { changes, told: [...told, { type: 'ContactTransferred', data: { ...from, toAgentId: next.agentId } }], shares };
  }
  const number = othersOf(contact, 'here')[0]?.leg?.number;
  if (number === undefined) return { refused: noSuchParty };
  const changes = { parties, state: 'passed-on', agentId: undefined, n: undefined, presses: undefined } as const;
  return { changes, told: [...told, { type: 'ContactTransferred', data: { ...from, toNumber: number } }], shares };
}

/** To a queue: the customer waits there as long as they have waited already. */
function toQueue(contact: Contact, queue: Queue, { nowMs }: Sending): Turned {
  const owner = requireOwner(contact);
  const waits = waitsAgain(contact, queue, queue.priority, nowMs);
  const data = { from: owner.agentId, n: owner.n, warm: false, toQueueId: queue.queueId };
  return {
    changes: { ...waits.changes, ...takeBackBy(owner, nowMs) },
    told: [{ type: 'ContactTransferred', data }, ...waits.told],
    shares: [wrapsUp(owner)],
  };
}

/** To a colleague: they are asked at once; should they not come, the customer is at the front of the queue. */
function toAgent(contact: Contact, agent: Agent, { nowMs, by, queue }: Sending): Turned {
  const owner = requireOwner(contact);
  if (agent.agentId === owner.agentId) return { refused: noSuchParty };
  const waits = waitsAgain(contact, queue, frontPriority, nowMs);
  const offer = offerTo(agent, contact, { purpose: 'transfer', by, queueId: queue.queueId, ringSeconds: queue.ringSeconds }, nowMs);
  const { agentId, n, queueId, deadlineAt, reason } = offer;
  const data = { from: owner.agentId, n: owner.n, warm: false, toAgentId: agentId };
  return {
    changes: {
      ...waits.changes,
      ...takeBackBy(owner, nowMs),
      state: 'offered',
      agentId,
      n,
      offers: n,
      ...askedByPhone(contact, agent, n, nowMs),
    },
    told: [
      { type: 'ContactTransferred', data },
      ...waits.told,
      { type: 'ContactOffered', data: { n, agentId, queueId, deadlineAt, reason } },
    ],
    shares: [wrapsUp(owner), { agentId, n, becomes: 'invited', offer, agent }],
  };
}

/** The party of an agent to whom a contact is offered and who talks by telephone: it rings there. */
export function askedByPhone(contact: Contact, agent: Agent, n: number, nowMs: number): Pick<Contact, 'parties' | 'partiesEver'> {
  const byPhone = phoneOf(agent, contact);
  if (byPhone.leg === undefined) return {};
  const ever = (contact.partiesEver ?? 0) + 1;
  const { agentId, name } = agent;
  const state = { state: 'calling', since: instant(nowMs), held: false, muted: false, purpose: 'serve' } as const;
  return { parties: [{ partyId: PartyId.parse(`p${ever}`), kind: 'agent', agentId, n, name, ...state, ...byPhone }], partiesEver: ever };
}

export function handOver(contact: Contact, to: { agent: Agent } | { queue: Queue }, sending: Sending): Turned {
  return 'queue' in to ? toQueue(contact, to.queue, sending) : toAgent(contact, to.agent, sending);
}

/** To an outside number, unasked: their call is bridged, and nobody of ours is in it. */
export function passOn(contact: Contact, { number, callerId }: { number: PhoneNumber; callerId: PhoneNumber }, { nowMs }: Sending): Turned {
  const owner = requireOwner(contact);
  const now = instant(nowMs);
  const customer = partiesOf(contact).find((party) => party.partyId === customerParty);
  if (customer === undefined) return { refused: notNow('talking') };
  return {
    changes: {
      ...nobodys,
      state: 'passed-on',
      parties: [setHeld(customer, false, now)],
      bridge: { number, callerId, since: now, answered: false },
      ...takeBackBy(owner, nowMs),
    },
    told: [
      ...factsOfHolding(contact, [setHeld(customer, false, now)], now).filter(() => isCustomer(customer)),
      { type: 'ContactTransferred', data: { from: owner.agentId, n: owner.n, warm: false, toNumber: number } },
    ],
    shares: [wrapsUp(owner)],
  };
}
