/** Pure: what a contact's parties are to each other, and what conversation they make. */
import type { Contact } from '../contacts/contact.ts';
import type { AgentId, Instant } from '../ids.ts';
import type { TalkState } from './machine.ts';
import { customerParty, type Party, PartyId } from './party.ts';

export const partiesOf = (contact: Contact): readonly Party[] => contact.parties ?? [];
export const partyOf = (contact: Contact, partyId: PartyId): Party | undefined => partiesOf(contact).find((one) => one.partyId === partyId);
export const customerOf = (contact: Contact): Party | undefined => partyOf(contact, customerParty);

/** Is it this agent's share `n` by which the party is here? */
export const isShare = (party: Party, agentId: AgentId | undefined, n: number | undefined): boolean =>
  party.kind === 'agent' && agentId !== undefined && party.agentId === agentId && party.n === n;

/** The agent whose contact it is. */
export const ownerOf = (contact: Contact): Party | undefined => partiesOf(contact).find((one) => isShare(one, contact.agentId, contact.n));

/** Everybody but customer and owner: `here`, or still being called. */
export function othersOf(contact: Contact, state?: Party['state']): Party[] {
  const owner = ownerOf(contact)?.partyId;
  return partiesOf(contact).filter(
    (one) => one.partyId !== customerParty && one.partyId !== owner && (state === undefined || one.state === state),
  );
}

/** The parties' share of an agent, wherever they are in the contact. */
export const agentParty = (contact: Contact, agentId: AgentId, n: number): Party | undefined =>
  partiesOf(contact).find((one) => isShare(one, agentId, n));

/** By a telephone of their own, or by the client's audio? */
export const isByPhone = (party: Party): boolean => party.leg !== undefined;

/** The next party's id: never used twice within a contact. */
export const nextPartyId = (contact: Contact): PartyId => PartyId.parse(`p${(contact.partiesEver ?? 0) + 1}`);

/** The customer and the agent who takes their call, as they stand when the agent's audio runs. */
export function firstParties(
  contact: Contact,
  { agentId, n, name }: { agentId: AgentId; n: number; name: string },
  now: Instant,
): Pick<Contact, 'parties' | 'partiesEver'> {
  const here = { state: 'here', since: now, held: false, muted: false } as const;
  const asked = agentParty(contact, agentId, n);
  const agent: Party =
    asked === undefined ? { partyId: nextPartyId(contact), kind: 'agent', agentId, n, name, ...here } : { ...asked, ...here };
  return {
    parties: [{ partyId: customerParty, kind: 'customer', ...here }, agent],
    partiesEver: Math.max(contact.partiesEver ?? 0, Number(agent.partyId.slice(1))),
  };
}

/** The conversation of a connected contact, from who is held, called and away. */
function stateWhileConnected(contact: Contact): TalkState {
  if (ownerOf(contact)?.awayAt !== undefined) return 'deserted';
  if (contact.direction === 'internal') return 'talking';
  const held = customerOf(contact)?.held === true;
  const here = othersOf(contact, 'here');
  if (othersOf(contact, 'calling').length > 0) return held && here.length === 0 ? 'calling' : 'adding';
  const [other, ...more] = here;
  if (other === undefined) return held ? 'on-hold' : 'talking';
  if (more.length > 0) return 'conference';
  if (held) return 'consulting';
  return other.held ? 'swapped' : 'conference';
}

/** What the conversation is, from the point of view of the agent whose contact it is. */
export function talkState(contact: Contact): TalkState {
  switch (contact.state) {
    case 'dialling':
    case 'passed-on':
      return contact.state;
    case 'ended':
      return 'over';
    case 'connected':
      return stateWhileConnected(contact);
    default:
      return 'queued';
  }
}
