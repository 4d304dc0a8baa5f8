/**
 * Pure: what an agent's command makes of a conversation. The machine says which are allowed when; what else forbids one is refused here
 * with a sentence. Whom a command names is resolved before: reading is not this file's business.
 */
import type { Agent } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { instant, type AgentId, type PhoneNumber } from '../ids.ts';
import type { Queue } from '../queues/queue.ts';
import type { Told } from '../routing/change.ts';
import type { TalkCommand } from '../wire/api.ts';
import { othersOf, ownerOf, partiesOf, partyOf, talkState } from './conversation.ts';
import { factsOfHolding, holdAll, isCustomer, notAlone, parted, refused, setHeld, withoutParty } from './edit.ts';
import { type Invitee, invite } from './invite.ts';
import { becomes } from './machine.ts';
import { mostParties, type Party, type PartyId } from './party.ts';
import { alreadyHere, conversationFull, noSuchParty, notNow, onlyInternal } from './problems.ts';
import { withPress } from './presses.ts';
import { complete, handOver, passOn } from './send-away.ts';
import { leaves, type ShareTurn, type Turned, withdrawn } from './turn.ts';

/** A command whose target is known. */
export type Resolved =
  | Exclude<TalkCommand, { target: unknown }>
  | { do: 'consult' | 'add'; invitee: Invitee; seat?: Party['seat'] }
  | { do: 'hand-over'; to: { agent: Agent } | { queue: Queue } }
  | { do: 'pass-on'; number: PhoneNumber; callerId: PhoneNumber };

/** Who commands, when, and what the contact's queue says. */
export interface Moment {
  by: { agentId: AgentId; name: string };
  commandId: string;
  nowMs: number;
  queue: Pick<Queue, 'queueId' | 'ringSeconds' | 'priority'>;
}

/** The turn in which only parties change. */
function turnOf(contact: Contact, parties: Party[], nowMs: number, told: Told[] = [], shares: ShareTurn[] = []): Turned {
  const kept = parties.filter((party) => partiesOf(contact).some((one) => one.partyId === party.partyId));
  return { changes: { parties }, told: [...told, ...factsOfHolding(contact, kept, instant(nowMs))], shares };
}

function asks(contact: Contact, command: Extract<Resolved, { do: 'consult' | 'add' }>, moment: Moment): Turned {
  const { nowMs, by, queue } = moment;
  const { invitee, seat } = command;
  if (partiesOf(contact).length >= mostParties) return { refused: conversationFull };
  const isThere = (party: Party) =>
    invitee.kind === 'agent' ? party.agentId === invitee.agent.agentId : party.kind === 'number' && party.leg?.number === invitee.number;
  if (partiesOf(contact).some(isThere)) return { refused: alreadyHere };
  const purpose = command.do === 'consult' ? 'consult' : 'join';
  const how = { purpose, by, queueId: queue.queueId, ringSeconds: queue.ringSeconds, ...(seat === undefined ? {} : { seat }) } as const;
  const invited = invite(contact, invitee, how, nowMs);
  const present = command.do === 'consult' ? holdAll(partiesOf(contact), true, instant(nowMs), isCustomer) : [...partiesOf(contact)];
  const turn = turnOf(contact, [...present, invited.party], nowMs, invited.told, invited.shares);
  return 'refused' in turn ? turn : { ...turn, changes: { ...invited.changes, ...turn.changes } };
}

function cancel(contact: Contact, { nowMs }: Moment): Turned {
  const called = othersOf(contact, 'calling');
  const left = partiesOf(contact).filter((party) => !called.includes(party));
  const now = instant(nowMs);
  const parties = talkState(contact) === 'calling' ? holdAll(left, false, now, isCustomer) : notAlone(contact, left, now);
  const shares = called.flatMap((one) =>
    one.agentId === undefined || one.n === undefined ? [] : [withdrawn(one.agentId, one.n, 'cancelled')],
  );
  return turnOf(
    contact,
    parties,
    nowMs,
    called.map((one) => refused(one, 'cancelled')),
    shares,
  );
}

/** From one to the other; of several, those who are on hold come and the others go. */
function swap(contact: Contact, { nowMs }: Moment): Turned {
  const owner = ownerOf(contact)?.partyId;
  const turned = partiesOf(contact).filter((party) => party.partyId !== owner);
  if (!turned.some((party) => party.held)) return { refused: noSuchParty };
  const now = instant(nowMs);
  return turnOf(
    contact,
    partiesOf(contact).map((party) => (party.partyId === owner ? party : setHeld(party, !party.held, now))),
    nowMs,
  );
}

/** One of the others by their id: not the owner, and only `drop` is not for the customer, whom one hangs up on. */
function oneOf(contact: Contact, partyId: PartyId, customerToo: boolean): Party | undefined {
  const party = partyOf(contact, partyId);
  if (party === undefined || party.state !== 'here' || party.partyId === ownerOf(contact)?.partyId) return undefined;
  return isCustomer(party) && !customerToo ? undefined : party;
}

function drop(contact: Contact, partyId: PartyId, { nowMs }: Moment): Turned {
  const party = oneOf(contact, partyId, false);
  if (party === undefined) return { refused: noSuchParty };
  const now = instant(nowMs);
  const left = withoutParty(contact, partyId);
  const alone = othersOf(contact, 'here').length === 1;
  const parties = alone ? holdAll(left, false, now) : notAlone(contact, left, now);
  const shares = party.agentId === undefined || party.n === undefined ? [] : [leaves(party.agentId, party.n)];
  return turnOf(contact, parties, nowMs, [parted(party, 'dropped')], shares);
}

function holdParty(contact: Contact, partyId: PartyId, held: boolean, { nowMs }: Moment): Turned {
  const party = oneOf(contact, partyId, true);
  if (party === undefined || party.held === held) return { refused: noSuchParty };
  return turnOf(
    contact,
    holdAll(partiesOf(contact), held, instant(nowMs), (one) => one.partyId === partyId),
    nowMs,
  );
}

function mute(contact: Contact, { partyId, muted }: { partyId: PartyId; muted: boolean }, { by: { agentId } }: Moment): Turned {
  const party = partyOf(contact, partyId);
  if (party?.state !== 'here') return { refused: noSuchParty };
  if (party.muted === muted) return { changes: {}, told: [], shares: [] };
  const parties = partiesOf(contact).map((one) => (one.partyId === partyId ? { ...one, muted } : one));
  return { changes: { parties }, told: [{ type: 'PartyMuted', data: { partyId, muted, by: agentId } }], shares: [] };
}

function keys(contact: Contact, { partyId, digits }: { partyId: PartyId; digits: string }): Turned {
  const party = partyOf(contact, partyId);
  const hearsKeys = party !== undefined && party.state === 'here' && !party.held && (isCustomer(party) || party.leg !== undefined);
  if (!hearsKeys) return { refused: noSuchParty };
  return { changes: { presses: withPress(contact, partyId, digits) }, told: [], shares: [] };
}

function holding(contact: Contact, held: boolean, { nowMs }: Moment): Turned {
  return turnOf(contact, holdAll(partiesOf(contact), held, instant(nowMs), isCustomer), nowMs);
}

const merge = (contact: Contact, { nowMs }: Moment): Turned => turnOf(contact, holdAll(partiesOf(contact), false, instant(nowMs)), nowMs);

function commanded(contact: Contact, command: Resolved, moment: Moment): Turned {
  switch (command.do) {
    case 'hold':
    case 'resume':
      return holding(contact, command.do === 'hold', moment);
    case 'consult':
    case 'add':
      return asks(contact, command, moment);
    case 'cancel':
      return cancel(contact, moment);
    case 'swap':
      return swap(contact, moment);
    case 'merge':
      return merge(contact, moment);
    case 'drop':
      return drop(contact, command.partyId, moment);
    case 'hold-party':
    case 'resume-party':
      return holdParty(contact, command.partyId, command.do === 'hold-party', moment);
    case 'mute':
      return mute(contact, command, moment);
    case 'keys':
      return keys(contact, command);
    case 'complete':
      return complete(contact, moment);
    case 'hand-over':
      return handOver(contact, command.to, moment);
    case 'pass-on':
      return passOn(contact, command, moment);
  }
}

/** Neither changes what the conversation is, so the machine has no word for them: allowed while there is somebody to hear. */
const besideTheMachine: readonly Resolved['do'][] = ['mute', 'keys'];

/** What the owner's command makes of the conversation, or why it is refused. */
export function applyCommand(contact: Contact, command: Resolved, moment: Moment): Turned {
  const state = talkState(contact);
  const beside = besideTheMachine.includes(command.do);
  const allowed = beside
    ? contact.state === 'connected' && state !== 'deserted'
    : becomes(state, command.do as Exclude<Resolved['do'], 'mute' | 'keys'>).length > 0;
  if (!allowed) return { refused: notNow(state) };
  if (contact.direction === 'internal' && !beside) return { refused: onlyInternal };
  const turned = commanded(contact, command, moment);
  return 'refused' in turned ? turned : { ...turned, changes: { ...turned.changes, commandId: moment.commandId } };
}
