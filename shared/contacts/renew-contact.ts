import type { Item, Key, Write } from '../database/database.ts';
import { type ContactId, instant } from '../ids.ts';
import { matchContact } from '../routing/match-contact.ts';
import { settle } from '../routing/settle.ts';
import { customerParty, type Party, type PartyId } from '../talk/party.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys } from './contact.ts';
import { requireContact } from './read-contact.ts';

/** Pure: what of a contact's life is to be written; undefined when nothing of it is new. */
function renewal(contact: Contact, untilMs: number, heardVersion: number | undefined): Item | undefined {
  const renews = contact.state !== 'ended' && contact.aliveUntil < instant(untilMs);
  const hears = heardVersion !== undefined && (contact.heardVersion ?? -1) < heardVersion;
  if (!renews && !hears) return undefined;
  return { ...(renews ? { aliveUntil: instant(untilMs) } : {}), ...(hears ? { heardVersion } : {}) };
}

/** Pure: does a waiting contact live on after its life seemed over? Nobody was offered it in between. */
export const isRevived = (before: Contact, after: Contact, nowMs: number): boolean =>
  before.state === 'waiting' && after.state === 'waiting' && before.aliveUntil <= instant(nowMs) && before.aliveUntil < after.aliveUntil;

/** Pure: the item still is as this contact was read, in what a renewal goes by. */
function asRead({ version, aliveUntil, heardVersion }: Contact): Pick<Extract<Write, { update: Key }>, 'if' | 'names' | 'values'> {
  const heard = heardVersion === undefined ? 'attribute_not_exists(heardVersion)' : 'heardVersion = :heard';
  return {
    if: `#version = :version AND aliveUntil = :until AND ${heard}`,
    names: { '#version': 'version' },
    values: { ':version': version, ':until': aliveUntil, ...(heardVersion === undefined ? {} : { ':heard': heardVersion }) },
  };
}

/**
 * Notes that the contact's call lives and will be heard of again before `untilMs`. `heardVersion` is the version of the contact that the call
 * has read and acts by: it answers the doorbell. Neither changes what is decided by the contact, so its version stays. Tried again while
 * somebody else writes the contact: a life that is not renewed is a caller to whom nobody is offered. Whoever waits and was passed over
 * because their life seemed over is matched now. `known`: the contact as this invocation has read or written it.
 */
export async function renewContact(
  world: World,
  contactId: ContactId,
  untilMs: number,
  { heardVersion, known }: { heardVersion?: number | undefined; known?: Contact } = {},
): Promise<Contact> {
  const { contact, revived } = await settle<{ contact: Contact; revived: boolean }>(world, async (attempt) => {
    const first = attempt === 0 ? known : undefined;
    const contact = first ?? (await requireContact(world.db, contactId));
    const set = renewal(contact, untilMs, heardVersion);
    if (set === undefined) return { stop: { contact, revived: false } };
    const guard = first === undefined ? { if: 'attribute_exists(pk)' } : asRead(first);
    const write = { table: 'contacts', update: contactKeys.contact(contactId), set, ...guard } as const;
    const after = { ...contact, ...set };
    return { write: [write], then: { contact: after, revived: isRevived(contact, after, world.now()) } };
  });
  if (revived) await matchContact(world, contactId);
  return contact;
}

/**
 * Notes which version a telephone has read and acts by: the customer's with the contact, a party's with its leg. Should anybody write the
 * contact meanwhile, nothing is noted and the telephone is rung once more.
 */
export async function noteHeard(world: World, contact: Contact, partyId: PartyId): Promise<void> {
  const { contactId, version: heardVersion, parties } = contact;
  if (partyId === customerParty) {
    if ((contact.heardVersion ?? -1) < heardVersion) await renewContact(world, contactId, 0, { heardVersion, known: contact });
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
