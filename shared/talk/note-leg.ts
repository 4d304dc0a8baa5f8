import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { TransactionId } from '../ids.ts';
import { changeContact, type Told } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { partyOf } from './conversation.ts';
import { customerParty, type Leg, type Party, type PartyId } from './party.ts';

/** Changes the leg of a party as long as it is called by this call, or by none yet. */
async function changeLeg(world: World, contact: Contact, partyId: PartyId, leg: Leg, told: Told[]): Promise<Contact> {
  return settle<Contact>(world, async () => {
    const present = await requireContact(world.db, contact.contactId);
    const party = partyOf(present, partyId);
    if (party?.leg === undefined || (party.leg.transactionId ?? leg.transactionId) !== leg.transactionId) return { stop: present };
    const changed = { ...party.leg, ...leg };
    if (JSON.stringify(changed) === JSON.stringify(party.leg)) return { stop: present };
    const parties = present.parties?.map((one) => (one === party ? { ...party, leg: changed } : one));
    const ofCustomer = partyId === customerParty ? { transactionId: leg.transactionId, applicationId: leg.applicationId } : {};
    const { after, writes } = changeContact(present, world.now(), { parties, ...ofCustomer }, told);
    return { write: writes, then: after };
  });
}

/** Notes the call by which a party is called: by whoever dialled it, or, should they have died, by the call's own first event. */
export async function noteLeg(world: World, contact: Contact, partyId: PartyId, transactionId: TransactionId): Promise<Contact> {
  const leg = partyOf(contact, partyId)?.leg;
  if (leg === undefined || leg.transactionId !== undefined) return contact;
  const { applicationId, number } = leg;
  return changeLeg(world, contact, partyId, { applicationId, number, transactionId }, []);
}

/** The far end rings. */
export async function noteRinging(world: World, contact: Contact, party: Party): Promise<Contact> {
  if (party.leg === undefined || party.leg.ringing === true) return contact;
  const told: Told[] = party.partyId === customerParty ? [{ type: 'ContactRinging', data: {} }] : [];
  const { applicationId, number, transactionId } = party.leg;
  const leg: Leg = { applicationId, number, ringing: true, ...(transactionId === undefined ? {} : { transactionId }) };
  return changeLeg(world, contact, party.partyId, leg, told);
}
