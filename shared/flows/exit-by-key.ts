import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { leaveQueue } from '../routing/leave-queue.ts';
import { queueOf } from '../routing/routing-settings.ts';
import type { Observed } from '../telephony/observe.ts';
import type { World } from '../world.ts';

/** A caller who waits has pressed a key: is it one with which they leave the queue? Answers the contact as it is then. */
export async function exitByKey(world: World, contact: Contact, seen: Observed): Promise<Contact> {
  const { contactId, queueId, state } = contact;
  if (seen.type !== 'DIGITS_RECEIVED' || (state !== 'waiting' && state !== 'offered') || queueId === undefined) return contact;
  const exit = (await queueOf(world, queueId)).exits?.find(({ key }) => key === seen.digits);
  if (exit === undefined) return contact;
  // An offer may be accepted meanwhile: then the caller talks, as they wanted to.
  return (await leaveQueue(world, contactId, 'exited-by-key', exit.flow)) ?? requireContact(world.db, contactId);
}
