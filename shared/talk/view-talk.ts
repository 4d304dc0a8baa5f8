import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import type { PartyView, TalkView } from '../wire/api.ts';
import { customerOf, ownerOf, partiesOf, talkState } from './conversation.ts';
import { isCustomer } from './edit.ts';
import type { Party } from './party.ts';

/** What the customer is called, when that is known. */
export interface TalkNames {
  customer?: string | undefined;
}

function nameOf(party: Party, contact: Contact, names: TalkNames): string {
  // A record that was made of a number alone has no name yet.
  if (isCustomer(party)) return names.customer || contact.callerNumber || 'Customer';
  return party.name ?? party.leg?.number ?? 'Colleague';
}

function viewParty(party: Party, contact: Contact, agentId: AgentId, names: TalkNames): PartyView {
  const { partyId, kind, state, since, held, muted, leg, awayAt } = party;
  return {
    partyId,
    kind,
    state,
    since,
    held,
    muted,
    name: nameOf(party, contact, names),
    ringing: leg?.ringing ?? false,
    away: awayAt !== undefined,
    owner: ownerOf(contact) === party,
    me: party.agentId === agentId,
    ...(party.agentId === undefined ? {} : { agentId: party.agentId }),
    ...(leg === undefined ? {} : { number: leg.number }),
  };
}

/** The conversation as one of its agents sees it; undefined when there is none (yet, or any more). */
export function viewTalk(contact: Contact, agentId: AgentId, names: TalkNames): TalkView | undefined {
  const state = talkState(contact);
  if (state === 'queued' || state === 'over' || contact.parties === undefined) return undefined;
  const customer = customerOf(contact);
  return {
    state,
    version: contact.turns ?? 0,
    parties: partiesOf(contact).map((party) => viewParty(party, contact, agentId, names)),
    mine: contact.agentId === agentId,
    ...(contact.refused === undefined ? {} : { refused: contact.refused }),
    ...(customer?.held === true ? { heldSince: customer.since } : {}),
  };
}
