import type { Item } from '../database/database.ts';
import { type ContactId, instant } from '../ids.ts';
import { customerParty, type Party, type PartyId } from '../talk/party.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys } from './contact.ts';
import { requireContact } from './read-contact.ts';

/**
 * Notes that the contact's call lives and will be heard of again before `untilMs`. `heardVersion` is the version of the contact that the call
 * has read and acts by: it answers the doorbell. Neither changes what is decided by the contact, so its version stays.
 */
export async function renewContact(world: World, contactId: ContactId, untilMs: number, heardVersion?: number): Promise<Contact> {
  const contact = await requireContact(world.db, contactId);
  const set: Item = {};
  if (contact.aliveUntil < instant(untilMs)) set['aliveUntil'] = instant(untilMs);
  if (heardVersion !== undefined && (contact.heardVersion ?? -1) < heardVersion) set['heardVersion'] = heardVersion;
  if (contact.state === 'ended') delete set['aliveUntil'];
  if (Object.keys(set).length === 0) return contact;
  const write = { table: 'contacts', update: contactKeys.contact(contactId), set, if: 'attribute_exists(pk)' } as const;
  // A lost race is made up for by the next segment of music.
  const { outcome } = await world.db.write([write]);
  return outcome === 'written' ? { ...contact, ...set } : contact;
}

/**
 * Notes which version a telephone has read and acts by: the customer's with the contact, a party's with its leg. Should anybody write the
 * contact meanwhile, nothing is noted and the telephone is rung once more.
 */
export async function noteHeard(world: World, contact: Contact, partyId: PartyId): Promise<void> {
  const { contactId, version: heardVersion, parties } = contact;
  if (partyId === customerParty) {
    if ((contact.heardVersion ?? -1) < heardVersion) await renewContact(world, contactId, 0, heardVersion);
    return;
  }
  const party = parties?.find((one) => one.partyId === partyId);
  if (parties === undefined || party?.leg === undefined || (party.leg.heardVersion ?? -1) >= heardVersion) return;
  const heard: Party = { ...party, leg: { ...party.leg, heardVersion } };
  await world.db.write([
    {
      table: 'contacts',
      update: contactKeys.contact(contactId),
      set: { parties: parties.map((one) => (one === party ? heard : one)) },
      if: '#version = :version',
      names: { '#version': 'version' },
      values: { ':version': heardVersion },
    },
  ]);
}
