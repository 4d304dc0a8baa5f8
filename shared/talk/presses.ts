/** Pure: keys that an agent pressed for the far end of one of the parties, in their order, until that party can't hear them any more. */
import type { Contact } from '../contacts/contact.ts';
import { partyOf } from './conversation.ts';
import { PartyId } from './party.ts';

/** `id` counts up within the contact. */
export type Press = NonNullable<Contact['presses']>[number];

/** So many are remembered; each is sent within a moment. */
const mostPresses = 20;

export const withPress = ({ presses = [], turns = 0 }: Contact, partyId: PartyId, digits: string): Press[] =>
  [...presses, { id: turns + 1, partyId, digits }].slice(-mostPresses);

export const pressesFor = ({ presses = [] }: Contact, partyId: PartyId): Press[] => presses.filter((press) => press.partyId === partyId);

/** Without those of who is on hold or has gone: whatever was not sent by then comes too late. */
export function audible(contact: Contact): Contact['presses'] {
  const left = (contact.presses ?? []).filter(({ partyId }) => {
    const party = partyOf(contact, PartyId.parse(partyId));
    return party?.state === 'here' && !party.held;
  });
  return left.length === 0 ? undefined : left;
}
