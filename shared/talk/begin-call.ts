/** Pure: the contact of a call that one of our agents makes, and the caller's share in it. */
import type { Agent } from '../agents/agent.ts';
import type { Contact, Interaction, Offer } from '../contacts/contact.ts';
import { type MeetingSeats, named } from '../contacts/meeting.ts';
import { firstBreathMs } from '../contacts/open-contact.ts';
import { type ContactId, instant, type PhoneNumber, type QueueId } from '../ids.ts';
import type { Told } from '../routing/change.ts';
import { phoneOf } from './invite.ts';
import { customerParty, type Party, PartyId } from './party.ts';

/** Whom the agent calls: a customer's number, or a colleague, who is asked in afterwards. */
export type Called =
  { kind: 'number'; number: PhoneNumber; applicationId: string } | { kind: 'colleague'; name: string; applicationId?: string | undefined };

export interface Call {
  contactId: ContactId;
  agent: Agent;
  queueId: QueueId;
  called: Called;
  seats: MeetingSeats;
  nowMs: number;
}
export interface BegunCall {
  contact: Contact;
  offer: Offer;
  interaction: Interaction;
  told: Told[];
}

/** The caller's offer and interaction, the first of the contact. */
const first = 1;

function partiesOf({ agent, called, nowMs }: Call): Party[] {
  const base = { state: 'calling', since: instant(nowMs), held: false, muted: false } as const;
  const { agentId, name } = agent;
  const { applicationId } = called;
  const caller: Party = {
    partyId: PartyId.parse('p1'),
    kind: 'agent',
    agentId,
    n: first,
    name,
    ...base,
    ...phoneOf(agent, { applicationId }),
  };
  if (called.kind === 'colleague') return [caller];
  const leg = { applicationId: called.applicationId, number: called.number };
  return [{ partyId: customerParty, kind: 'customer', ...base, leg }, caller];
}

/** The agent is in it at once; the customer is called when the agent can be heard, a colleague by an offer of their own. */
export function beginCall(call: Call): BegunCall {
  const { contactId, agent, queueId, called, seats, nowMs } = call;
  const { agentId } = agent;
  const now = instant(nowMs);
  const direction = called.kind === 'number' ? 'outbound' : 'internal';
  const number = called.kind === 'number' ? called.number : undefined;
  const share = { schemaVersion: 1, contactId, n: first, agentId, queueId } as const;
  return {
    contact: {
      schemaVersion: 1,
      contactId,
      version: 1,
      seq: 1,
      state: 'dialling',
      channel: 'voice',
      direction,
      arrivedAt: now,
      attributes: {},
      queueId,
      requirements: [],
      offers: first,
      n: first,
      agentId,
      seats: named(seats, first),
      parties: partiesOf(call),
      partiesEver: 1,
      aliveUntil: instant(nowMs + firstBreathMs),
      ...(called.applicationId === undefined ? {} : { applicationId: called.applicationId }),
      ...(number === undefined ? {} : { callerNumber: number }),
    },
    offer: {
      ...share,
      state: 'accepted',
      offeredAt: now,
      deadlineAt: now,
      candidates: [],
      reason: called.kind === 'number' ? 'You call a customer.' : `You call ${called.name}.`,
    },
    interaction: { ...share, state: 'accepted', acceptedAt: now },
    told: [{ type: 'ContactDialled', data: { n: first, agentId, direction, queueId, ...(number === undefined ? {} : { number }) } }],
  };
}
