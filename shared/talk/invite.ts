/** Pure: asks somebody into a conversation. */
import type { Agent } from '../agents/agent.ts';
import type { Contact, Offer } from '../contacts/contact.ts';
import { instant, type AgentId, type PhoneNumber, type QueueId } from '../ids.ts';
import type { Told } from '../routing/change.ts';
import { nextPartyId, partiesOf } from './conversation.ts';
import type { Party, Purpose } from './party.ts';
import type { ShareTurn } from './turn.ts';

/** Who is asked: an idle colleague, or an outside number. */
export type Invitee =
  { kind: 'agent'; agent: Agent } | { kind: 'number'; number: PhoneNumber; applicationId: string; name?: string | undefined };

export interface Invitation {
  purpose: Extract<Purpose, 'consult' | 'join'>;
  by: { agentId: AgentId; name: string };
  /** Of the contact: for whose sake the colleague is called. */
  queueId: QueueId;
  ringSeconds: number;
  /** The seat of one who comes by telephone; a browser's is made when the colleague accepts. */
  seat?: Party['seat'];
}

/** An offer to a certain agent, made by a colleague instead of the routing. */
export function offerTo(
  agent: Agent,
  contact: Contact,
  { purpose, by, queueId, ringSeconds }: Omit<Invitation, 'purpose'> & { purpose: Purpose },
  nowMs: number,
): Offer {
  const { agentId } = agent;
  const asked = {
    consult: 'to talk about a customer',
    join: 'into a conversation',
    transfer: 'to take over a customer',
    serve: 'to serve',
  }[purpose];
  return {
    schemaVersion: 1,
    contactId: contact.contactId,
    n: contact.offers + 1,
    agentId,
    queueId,
    state: 'pending',
    offeredAt: instant(nowMs),
    deadlineAt: instant(nowMs + ringSeconds * 1000),
    candidates: agent.idleSince === undefined ? [] : [{ agentId, level: 1, idleSince: agent.idleSince }],
    reason: `${by.name} asks you ${asked}.`,
    purpose,
    invitedBy: by.agentId,
    invitedByName: by.name,
  };
}

interface Invited {
  party: Party;
  changes: Pick<Contact, 'parties' | 'partiesEver' | 'offers'>;
  told: Told[];
  shares: ShareTurn[];
}

/** Asks somebody in: the party that is being called, and an agent's offer. */
export function invite(contact: Contact, invitee: Invitee, how: Invitation, nowMs: number): Invited {
  const partyId = nextPartyId(contact);
  const { purpose, by, seat } = how;
  const base = { partyId, state: 'calling', since: instant(nowMs), held: false, muted: false, purpose, invitedBy: by.agentId } as const;
  const ofAgent = invitee.kind === 'agent' ? invitee.agent : undefined;
  const offer = ofAgent === undefined ? undefined : { ...offerTo(ofAgent, contact, how, nowMs), partyId };
  const party: Party = {
    ...base,
    kind: invitee.kind,
    ...(invitee.kind === 'number' ? { leg: { applicationId: invitee.applicationId, number: invitee.number } } : {}),
    ...(invitee.kind === 'number' && invitee.name !== undefined ? { name: invitee.name } : {}),
    ...(offer === undefined || ofAgent === undefined
      ? {}
      : { agentId: ofAgent.agentId, n: offer.n, name: ofAgent.name, ...phoneOf(ofAgent, contact) }),
    ...(seat === undefined ? {} : { seat }),
  };
  const data = { partyId, kind: party.kind, purpose, by: by.agentId, ...(party.agentId === undefined ? {} : { agentId: party.agentId }) };
  return {
    party,
    changes: {
      parties: [...partiesOf(contact), party],
      partiesEver: Number(partyId.slice(1)),
      offers: offer === undefined ? contact.offers : offer.n,
    },
    told: [{ type: 'PartyCalled', data }],
    shares:
      offer === undefined || ofAgent === undefined
        ? []
        : [{ agentId: offer.agentId, n: offer.n, becomes: 'invited', offer, agent: ofAgent }],
  };
}

/** The leg by which an agent talks whose device is a telephone. */
export function phoneOf({ device }: Agent, { applicationId }: Pick<Contact, 'applicationId'>): Pick<Party, 'leg'> {
  if (device?.kind !== 'phone' || applicationId === undefined) return {};
  return { leg: { applicationId, number: device.number } };
}
