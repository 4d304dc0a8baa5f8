/** Pure edits of a conversation's parties, and the facts that follow from them. */
import type { Contact } from '../contacts/contact.ts';
import { epochMs, type Instant } from '../ids.ts';
import type { Told } from '../routing/change.ts';
import { ownerOf, partiesOf } from './conversation.ts';
import { customerParty, type Party, type PartyId } from './party.ts';

export const setHeld = (party: Party, held: boolean, now: Instant): Party => (party.held === held ? party : { ...party, held, since: now });

/** Everybody for whom `who` holds is put on hold or taken back. */
export const holdAll = (parties: readonly Party[], held: boolean, now: Instant, who: (party: Party) => boolean = () => true): Party[] =>
  parties.map((party) => (who(party) ? setHeld(party, held, now) : party));

export const without = (parties: readonly Party[], gone: (party: Party) => boolean): Party[] => parties.filter((party) => !gone(party));

export const isCustomer = (party: Party): boolean => party.partyId === customerParty;

/** What was held and is not, and the other way round, as facts; of those who are here before and after. */
export function factsOfHolding(before: Contact, after: readonly Party[], now: Instant): Told[] {
  const { agentId, n } = before;
  if (agentId === undefined || n === undefined) return [];
  return after.flatMap((party): Told[] => {
    const was = partiesOf(before).find((one) => one.partyId === party.partyId);
    if (was === undefined || was.held === party.held) return [];
    if (!isCustomer(party)) return [{ type: 'PartyHeld', data: { partyId: party.partyId, held: party.held, by: agentId } }];
    if (party.held) return [{ type: 'ContactHeld', data: { n, agentId } }];
    const heldMs = Math.max(0, epochMs(now) - epochMs(was.since));
    return [{ type: 'ContactResumed', data: { n, agentId, heldMs } }];
  });
}

/**
 * When somebody has left: an agent who would be alone, with everybody else on hold, is given the customer back; unless nobody else is left:
 * then the customer stays on hold as they were.
 */
export function notAlone(contact: Contact, parties: readonly Party[], now: Instant): Party[] {
  const owner = ownerOf(contact)?.partyId;
  const others = parties.filter((party) => !isCustomer(party) && party.partyId !== owner);
  const here = others.filter((party) => party.state === 'here');
  const calls = others.length > here.length;
  if (here.some((party) => !party.held) || (here.length === 0 && !calls)) return [...parties];
  return holdAll(parties, false, now, isCustomer);
}

/** The fact that somebody has gone, or did not come. */
export const parted = ({ partyId, agentId }: Party, why: Extract<Told, { type: 'PartyLeft' }>['data']['why']): Told => ({
  type: 'PartyLeft',
  data: { partyId, ...(agentId === undefined ? {} : { agentId }), why },
});
export const refused = ({ partyId, agentId }: Party, why: Extract<Told, { type: 'PartyRefused' }>['data']['why']): Told => ({
  type: 'PartyRefused',
  data: { partyId, ...(agentId === undefined ? {} : { agentId }), why },
});
export const joined = ({ partyId, kind, agentId }: Party): Told => ({
  type: 'PartyJoined',
  data: { partyId, kind, ...(agentId === undefined ? {} : { agentId }) },
});

/** The parties as they were without one of them. */
export const withoutParty = (contact: Contact, partyId: PartyId): Party[] => without(partiesOf(contact), (one) => one.partyId === partyId);
