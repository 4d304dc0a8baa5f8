/**
 * Where each telephone of a contact should be. Computed from the contact alone, so that whoever changes the contact has changed all of this,
 * and a telephone that looks at its contact late still finds what counts.
 */
import type { Contact } from '../contacts/contact.ts';
import type { PhoneNumber, TransactionId } from '../ids.ts';
import { customerParty, type Party, type PartyId } from './party.ts';
import { type Press, pressesFor } from './presses.ts';

export type Place =
  /** In a flow: it does what the flow says, once it has begun with this run. */
  | { at: 'flow'; run: number }
  /** It is being called: nothing can be done before it is picked up. */
  | { at: 'ring' }
  /** An agent's own telephone: whom the call is for is said, and a key asked for, so that a mailbox never answers a caller. */
  | { at: 'confirm' }
  /** Music; between two pieces the caller's place in the queue, or that nobody has forgotten them. `word` is said before, once. */
  | { at: 'music'; between: 'position' | 'still-there'; word?: string }
  /** `joinToken`: where it stands with the seat; the first two seats' lie with the meeting's description. */
  | { at: 'meeting'; meetingId: string; attendeeId: string; joinToken?: string; muted: boolean; presses?: readonly Press[] }
  /** The customer's call goes on to an outside number, without a meeting. `since` tells one bridge from the next. */
  | { at: 'bridge'; number: PhoneNumber; callerId: PhoneNumber; since: string }
  /** It should talk, but its contact has no seat for it. */
  | { at: 'nowhere' }
  | { at: 'gone' };

const isSomebody = (party: Party): boolean => party.state === 'here' && !party.held && party.awayAt === undefined;

/** Is there anybody whom this party would hear? An agent whose client is gone is nobody: their caller gets music instead of silence. */
const hasCompany = (parties: readonly Party[], partyId: PartyId): boolean =>
  parties.some((one) => one.partyId !== partyId && isSomebody(one));

/** The first two seats were made with the meeting. */
function seatOf({ seats }: Contact, party: Party | undefined): { attendeeId: string; joinToken?: string | undefined } | undefined {
  if (party?.seat !== undefined) return party.seat;
  if (party === undefined || party.kind === 'customer') return seats?.caller;
  return party.kind === 'agent' ? seats?.agent : undefined;
}

function meeting(contact: Contact, partyId: PartyId, party: Party | undefined): Place {
  const seat = seatOf(contact, party);
  if (contact.seats === undefined || seat === undefined) return { at: 'nowhere' };
  const { attendeeId, joinToken } = seat;
  const presses = pressesFor(contact, partyId);
  return {
    at: 'meeting',
    meetingId: contact.seats.meetingId,
    attendeeId,
    ...(joinToken === undefined ? {} : { joinToken }),
    muted: party?.muted ?? false,
    ...(presses.length === 0 ? {} : { presses }),
  };
}

const music = (between: 'position' | 'still-there', word: string | undefined): Place => ({
  at: 'music',
  between,
  ...(word === undefined ? {} : { word }),
});

/** An agent's telephone keeps its seat while others are on hold: it is quickly back, and the meeting needs somebody in it to live. */
const needsCompany = (party: Party): boolean => party.kind !== 'agent';

function placeOfCustomer(contact: Contact): Place {
  const { state, bridge, parties, word } = contact;
  const customer = parties?.find((one) => one.partyId === customerParty);
  if (state === 'in-flow') return { at: 'flow', run: contact.run ?? 0 };
  if (state === 'dialling') return customer === undefined ? { at: 'gone' } : { at: 'ring' };
  if (state !== 'connected' && state !== 'passed-on') return music('position', word);
  if (state === 'passed-on' && bridge !== undefined) {
    return { at: 'bridge', number: bridge.number, callerId: bridge.callerId, since: bridge.since };
  }
  if (parties === undefined || customer === undefined) return meeting(contact, customerParty, undefined);
  if (customer.held || !hasCompany(parties, customerParty)) return music('still-there', word);
  return meeting(contact, customerParty, customer);
}

/** The place of a party's telephone, the customer's included. Who is no party any more is gone. */
export function desiredOfLeg(contact: Contact, partyId: PartyId): Place {
  if (contact.state === 'ended') return { at: 'gone' };
  if (partyId === customerParty) return placeOfCustomer(contact);
  const parties = contact.parties ?? [];
  const party = parties.find((one) => one.partyId === partyId);
  if (party === undefined) return { at: 'gone' };
  if (party.state === 'calling') return { at: party.kind === 'agent' ? 'confirm' : 'ring' };
  if (party.held || (needsCompany(party) && !hasCompany(parties, partyId))) return music('still-there', undefined);
  return meeting(contact, partyId, party);
}

/** A telephone that can be reached: its call exists. */
export interface LegAddress {
  partyId: PartyId;
  applicationId: string;
  transactionId: TransactionId;
}

/** All telephones of a contact whose calls exist, the customer's first. */
export function legsOf({ transactionId, applicationId, parties = [] }: Contact): LegAddress[] {
  const customers =
    transactionId === undefined || applicationId === undefined ? [] : [{ partyId: customerParty, applicationId, transactionId }];
  const others = parties.flatMap(({ partyId, leg }) =>
    partyId === customerParty || leg?.transactionId === undefined
      ? []
      : [{ partyId, applicationId: leg.applicationId, transactionId: leg.transactionId }],
  );
  return [...customers, ...others];
}
