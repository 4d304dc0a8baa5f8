import { readContact } from '../contacts/read-contact.ts';
import { type ContactId, epochMs } from '../ids.ts';
import { readCalling } from '../queues/read-calling.ts';
import type { World } from '../world.ts';
import { partyOf } from './conversation.ts';
import { dialParty, isUncallable } from './dial-party.ts';
import { partyRefused } from './party-events.ts';
import type { PartyId } from './party.ts';

/** The deadline of somebody who was called by telephone: not called yet, they are called again; else it has rung long enough. */
export async function partyDeadline(world: World, contactId: ContactId, partyId: PartyId): Promise<void> {
  const contact = await readContact(world.db, contactId);
  const party = contact === undefined ? undefined : partyOf(contact, partyId);
  if (contact === undefined || party?.state !== 'calling' || party.leg === undefined) return;
  if (await isUncallable(world, contactId, partyId)) return partyRefused(world, contactId, partyId, 'not-reached');
  const { ringSeconds } = await readCalling(world.db);
  const rangLong = world.now() - epochMs(party.since) >= ringSeconds * 1000;
  if (rangLong) return partyRefused(world, contactId, partyId, party.leg.transactionId === undefined ? 'not-reached' : 'no-answer');
  await dialParty(world, contact, partyId);
}
