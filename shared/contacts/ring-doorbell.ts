import { type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import type { Contact } from './contact.ts';
import { readContact } from './read-contact.ts';

/** After so many rings without the call having looked, the contact's own expiry decides. */
export const doorbellAttempts = 8;
const firstWaitMs = 1000;
const longestWaitMs = 15_000;

/** When the `attempt`th ring (from 1) is repeated, in milliseconds. */
export const doorbellWaitMs = (attempt: number): number => Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));

/** Does the call still have to see this version? */
export const isUnheard = (contact: Contact, version: number): boolean => (contact.heardVersion ?? -1) < version;

/**
 * Makes the call look at its contact, and has it rung again until it has looked: by its version, or by a later one. `gone` says that the
 * call is over.
 */
export async function ringDoorbell(world: World, contact: Contact, attempt = 1): Promise<'rung' | 'gone' | 'busy'> {
  const { contactId, applicationId, transactionId, version } = contact;
  const rung = await world.ringDoorbell({ applicationId, transactionId }, version);
  if (rung !== 'gone' && attempt < doorbellAttempts) {
    const at = instant(world.now() + doorbellWaitMs(attempt));
    await world.setDeadline({ kind: 'doorbell-unheard', contactId, version, attempt }, at);
  }
  return rung;
}

/** A ring's deadline: rings again when the call has not looked. `gone` when there is no call any more. */
export async function ringAgain(
  world: World,
  contactId: ContactId,
  version: number,
  attempt: number,
): Promise<'heard' | 'rung' | 'gone' | 'busy'> {
  const contact = await readContact(world.db, contactId);
  if (contact === undefined || !isUnheard(contact, version)) return 'heard';
  return ringDoorbell(world, contact, attempt + 1);
}
