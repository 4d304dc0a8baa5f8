import { readContact } from '../contacts/read-contact.ts';
import { type ContactId, epochMs } from '../ids.ts';
import { readCalling } from '../queues/read-calling.ts';
import type { World } from '../world.ts';
import { partyOf } from './conversation.ts';
import { diallingOf, dialOf, dialParty, waitsForOwner } from './dial-party.ts';
import { partyRefused } from './party-events.ts';
import type { Party, PartyId } from './party.ts';

/** Has it rung long enough, or could it not be called for so long that it never will be? */
async function isTooLate(world: World, { since }: Party, dial: Exclude<Awaited<ReturnType<typeof dialOf>>, 'refused'>): Promise<boolean> {
  const ringMs = (await readCalling(world.db)).ringSeconds * 1000;
  return dial === 'not-yet' ? world.now() - epochMs(since) >= 2 * ringMs : world.now() - dial.dialledMs >= ringMs;
}

/** The deadline of somebody who is to be called by telephone: not called yet, they are; else it has rung long enough. */
export async function partyDeadline(world: World, contactId: ContactId, partyId: PartyId): Promise<void> {
  const contact = await readContact(world.db, contactId);
  const party = contact === undefined ? undefined : partyOf(contact, partyId);
  if (contact === undefined || party?.state !== 'calling' || party.leg === undefined || waitsForOwner(contact, partyId)) return;
  const dial = await dialOf(world, diallingOf(contact, partyId));
  if (dial === 'refused') return partyRefused(world, contactId, partyId, 'not-reached');
  if (await isTooLate(world, party, dial)) return partyRefused(world, contactId, partyId, dial === 'not-yet' ? 'not-reached' : 'no-answer');
  await dialParty(world, contact, partyId);
}
