/** Pure: what becomes of a conversation by what happens to it: somebody comes, does not come, goes, is lost, is back. */
import { talkingBreathMs } from '../contacts/breath.ts';
import type { Contact } from '../contacts/contact.ts';
import { epochMs, instant } from '../ids.ts';
import type { Told } from '../routing/change.ts';
import { entryOver } from '../left/callback/entry-over.ts';
import { customerOf, othersOf, ownerOf, partiesOf, partyOf } from './conversation.ts';
import { factsOfHolding, holdAll, isCustomer, joined, notAlone, parted, refused, withoutParty } from './edit.ts';
import type { Parting, Party, PartyId, Refusal } from './party.ts';
import { frontPriority, waitsAgain } from './send-away.ts';
import { leaves, type ShareTurn, type Turn, withdrawn } from './turn.ts';

/** The words said to a caller whose agent is gone, and to one whose transfer has failed. */
export const words = { lost: 'sorry-agent-lost', failed: 'sorry-transfer-failed' } as const;

const noChange: Pick<Turn, 'told' | 'shares'> = { told: [], shares: [] };

/** Who was called has come. Undefined when nobody by that name is being called. */
export function partyComes(contact: Contact, partyId: PartyId, nowMs: number): Turn | undefined {
  const party = partyOf(contact, partyId);
  if (party?.state !== 'calling') return undefined;
  const now = instant(nowMs);
  const parties = partiesOf(contact).map((one): Party => (one === party ? { ...one, state: 'here', since: now } : one));
  const { agentId, n } = party;
  const shares: ShareTurn[] = agentId === undefined || n === undefined ? [] : [{ agentId, n, becomes: 'connected' }];
  const turn = { changes: { parties }, told: [joined(party)], shares };
  const owner = ownerOf(contact);
  const isInternal = contact.direction === 'internal' && contact.state === 'dialling';
  return isInternal && owner?.state === 'here' ? connectsColleagues(turn, owner, nowMs) : turn;
}

/** Of a call between two colleagues both can be heard now. */
function connectsColleagues(turn: Turn, { agentId, n }: Party, nowMs: number): Turn {
  if (agentId === undefined || n === undefined) throw new Error('An agent has a share');
  return {
    ...turn,
    changes: { ...turn.changes, state: 'connected', connectedAt: instant(nowMs) },
    shares: [...turn.shares, { agentId, n, becomes: 'connected' }],
  };
}

/** The audio of the agent who calls runs. A colleague who was there first has waited for it. */
export function ownerComes(contact: Contact, nowMs: number): Turn | undefined {
  const owner = ownerOf(contact);
  if (contact.state !== 'dialling' || owner?.state !== 'calling') return undefined;
  const parties = partiesOf(contact).map((one): Party => (one === owner ? { ...one, state: 'here', since: instant(nowMs) } : one));
  const turn: Turn = { changes: { parties }, told: [], shares: [] };
  const waits = contact.direction === 'internal' && othersOf(contact, 'here').length > 0;
  return waits ? connectsColleagues(turn, owner, nowMs) : turn;
}

/** Who was called did not come. An agent's share is closed by whoever tells this. */
export function partyDoesNotCome(contact: Contact, partyId: PartyId, why: Refusal, nowMs: number, share?: ShareTurn): Turn | undefined {
  const party = partyOf(contact, partyId);
  if (party?.state !== 'calling') return undefined;
  const now = instant(nowMs);
  const parties = notAlone(contact, withoutParty(contact, partyId), now);
  return {
    changes: { parties, refused: { partyId, why } },
    told: [refused(party, why), ...factsOfHolding(contact, parties, now)],
    shares: share === undefined ? [] : [share],
  };
}

/** One of the others has gone: not the customer, not the owner. */
export function partyGoes(contact: Contact, partyId: PartyId, why: Parting, nowMs: number): Turn | undefined {
  const party = othersOf(contact, 'here').find((one) => one.partyId === partyId);
  if (party === undefined) return undefined;
  const now = instant(nowMs);
  const parties = notAlone(contact, withoutParty(contact, partyId), now);
  const { agentId, n } = party;
  const gone = agentId === undefined || n === undefined ? [] : [leaves(agentId, n, why === 'lost' ? { idling: { leaseEnds: true } } : {})];
  return { changes: { parties }, told: [parted(party, why), ...factsOfHolding(contact, parties, now)], shares: gone };
}

/** The customer whom we called has come: the agent, whose audio runs already, talks with them. */
export function customerComes(contact: Contact, nowMs: number): Turn | undefined {
  const customer = customerOf(contact);
  const { agentId, n } = contact;
  if (contact.state !== 'dialling' || customer?.state !== 'calling' || agentId === undefined || n === undefined) return undefined;
  const now = instant(nowMs);
  const parties = partiesOf(contact).map((one): Party => (isCustomer(one) ? { ...one, state: 'here', since: now } : one));
  const waitedMs = Math.max(0, nowMs - epochMs(contact.queuedAt ?? contact.arrivedAt));
  const { callback } = contact;
  // Their time in the queue ends with the first word, not with the first attempt.
  // Without a call it lived for a day; now it has one, which may die like any other.
  const reached =
    callback?.state === 'open'
      ? { callback: { ...callback, state: 'reached' as const, queued: undefined }, aliveUntil: instant(nowMs + talkingBreathMs) }
      : {};
  return {
    changes: { state: 'connected', connectedAt: now, parties, ...reached },
    told: [{ type: 'ContactConnected', data: { n, agentId, waitedMs } }, ...entryOver(contact, 'answered', nowMs)],
    shares: [{ agentId, n, becomes: 'connected' }],
  };
}

/** What is given up when nobody of ours is left to steer it: whoever is being called, and the outside numbers. */
function letGo(others: readonly Party[]): Pick<Turn, 'told' | 'shares'> {
  return {
    told: others.map((one): Told => (one.state === 'calling' ? refused(one, 'cancelled') : parted(one, 'lost'))),
    shares: others.flatMap(({ agentId, n, state }) =>
      agentId === undefined || n === undefined ? [] : [state === 'calling' ? withdrawn(agentId, n, 'cancelled') : leaves(agentId, n)],
    ),
  };
}

/** The first colleague in the conversation has it now; the owner has left. */
function passesTo(contact: Contact, next: Party, owner: Party, nowMs: number): Turn {
  const now = instant(nowMs);
  const left = withoutParty(contact, owner.partyId).filter((one) => one.state === 'here');
  const parties = holdAll(left, false, now);
  const called = letGo(othersOf(contact, 'calling'));
  const { agentId, n } = owner;
  if (agentId === undefined || n === undefined || next.agentId === undefined || next.n === undefined)
    throw new Error('An agent has a share');
  return {
    changes: { parties, agentId: next.agentId, n: next.n },
    told: [
      { type: 'AgentLost', data: { n, agentId } },
      ...called.told,
      parted(owner, 'lost'),
      ...factsOfHolding(contact, parties, now),
      { type: 'ContactTransferred', data: { from: agentId, n, warm: true, toAgentId: next.agentId } },
    ],
    shares: [...called.shares, leaves(agentId, n, { interaction: 'failed', idling: { leaseEnds: true }, late: true })],
  };
}

/** The owner's client has gone without a word: a colleague in the conversation has it now, or the customer hears music. */
export function ownerIsLost(contact: Contact, nowMs: number): Turn | undefined {
  const owner = ownerOf(contact);
  if (owner === undefined || owner.awayAt !== undefined || contact.state !== 'connected') return undefined;
  const next = othersOf(contact, 'here').find((one) => one.kind === 'agent');
  if (next !== undefined) return passesTo(contact, next, owner, nowMs);
  const now = instant(nowMs);
  const parties = partiesOf(contact)
    .filter((one) => isCustomer(one) || one === owner)
    .map((one) => (one === owner ? { ...one, awayAt: now } : one));
  const held = holdAll(parties, true, now, isCustomer);
  const { agentId, n } = owner;
  if (agentId === undefined || n === undefined) throw new Error('An agent has a share');
  const others = letGo(othersOf(contact));
  return {
    changes: { parties: held, word: words.lost },
    told: [{ type: 'AgentLost', data: { n, agentId } }, ...others.told, ...factsOfHolding(contact, held, now)],
    shares: others.shares,
  };
}

/** The owner's audio runs again: the conversation goes on. */
export function ownerIsBack(contact: Contact, nowMs: number): Turn | undefined {
  const owner = ownerOf(contact);
  if (owner?.awayAt === undefined || owner.agentId === undefined || owner.n === undefined) return undefined;
  const now = instant(nowMs);
  const parties = holdAll(partiesOf(contact), false, now, isCustomer).map((one): Party => {
    if (one.partyId !== owner.partyId) return one;
    const { awayAt: _, ...back } = one;
    return { ...back, since: now };
  });
  const awayMs = Math.max(0, nowMs - epochMs(owner.awayAt));
  const { agentId, n } = owner;
  return {
    changes: { parties, word: undefined },
    told: [{ type: 'AgentReturned', data: { n, agentId, awayMs } }, ...factsOfHolding(contact, parties, now)],
    shares: [],
  };
}

/** Back to the front of its queue with a word of apology: nobody whom the customer would hear is left. */
export function backToQueue(contact: Contact, nowMs: number, word: string): Turn {
  const { queueId, state } = contact;
  if (queueId === undefined) throw new Error(`The contact ${contact.contactId} was never queued`);
  const waits = waitsAgain(contact, { queueId }, frontPriority, nowMs);
  // Accepted, it has never left its queue.
  const told = state === 'accepted' ? [] : waits.told;
  const since = state === 'accepted' ? { queuedAt: contact.queuedAt, priority: contact.priority } : { word };
  return { ...noChange, changes: { ...waits.changes, ...since }, told };
}
