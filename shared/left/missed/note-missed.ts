import type { Contact } from '../../contacts/contact.ts';
import { requireContact } from '../../contacts/read-contact.ts';
import type { Database } from '../../database/database.ts';
import type { ContactId, Instant, PhoneNumber } from '../../ids.ts';
import { settle } from '../../routing/settle.ts';
import type { World } from '../../world.ts';
import { tellLeft } from '../tell-left.ts';
import { nameOfCustomer } from '../voicemail/file-voicemail.ts';
import { messagesOf } from '../voicemail/message.ts';
import { forgetMissed } from './forget-missed.ts';
import { type Missed, missedKeys } from './missed.ts';
import { expiry, numberWrite, readMissed } from './missed-number.ts';
import { viewMissed } from './read-missed.ts';

const leftMessage = async (db: Database, contactId: ContactId): Promise<boolean> =>
  (await messagesOf(db, contactId)).some(({ state, says }) => state === 'kept' || (state === 'draft' && says));

/** Was somebody in a queue, and got neither an agent, nor a callback, nor left a message? */
async function isMissed(db: Database, contact: Contact): Promise<boolean> {
  const { direction = 'inbound', queuedAt, connectedAt, callback, callerNumber, queueId, state } = contact;
  const waited = direction === 'inbound' && queuedAt !== undefined && queueId !== undefined && callerNumber !== undefined;
  if (!waited || state !== 'ended' || connectedAt !== undefined || callback !== undefined) return false;
  return !(await leftMessage(db, contact.contactId));
}

/** Pure: the number's entry with one more contact. */
function counted(missed: Missed | undefined, contact: Contact, name: string | undefined): Missed | undefined {
  const { contactId, callerNumber, queueId, customerId, endedAt } = contact;
  if (callerNumber === undefined || queueId === undefined || endedAt === undefined || missed?.contactIds.includes(contactId))
    return undefined;
  const later = missed === undefined || missed.lastAt <= endedAt;
  return {
    schemaVersion: 1,
    number: callerNumber,
    queueId: later ? queueId : missed.queueId,
    count: (missed?.count ?? 0) + 1,
    lastAt: later ? endedAt : missed.lastAt,
    contactIds: [...(missed?.contactIds ?? []), contactId].slice(-50),
    expiresAt: expiry(later ? endedAt : missed.lastAt),
    ...(customerId === undefined ? {} : { customerId }),
    ...(name === undefined ? {} : { customerName: name }),
  };
}

/** A contact has ended: one whom nobody served is in the list. Twice is once, and too late is never. */
export async function noteMissed(world: World, contactId: ContactId): Promise<void> {
  const { db } = world;
  const contact = await requireContact(db, contactId);
  const { callerNumber, endedAt } = contact;
  if (callerNumber === undefined || endedAt === undefined || !(await isMissed(db, contact))) return;
  const name = await nameOfCustomer(db, contact);
  const noted = await settle<Missed | undefined>(world, async () => {
    const known = await readMissed(db, callerNumber);
    if ((known.number?.servedAt ?? '') > endedAt) return { stop: undefined };
    const missed = counted(known.missed, contact, name);
    if (missed === undefined) return { stop: undefined };
    const moves = known.missed !== undefined && known.missed.queueId !== missed.queueId;
    const served = known.number?.servedAt === undefined ? {} : { servedAt: known.number.servedAt };
    return {
      write: [
        numberWrite(callerNumber, known.number, { queueId: missed.queueId, ...served }, missed.lastAt),
        { table: 'contacts', put: { ...missedKeys.missed(missed.queueId, callerNumber), ...missed } },
        ...(moves ? [{ table: 'contacts' as const, delete: missedKeys.missed(known.missed!.queueId, callerNumber) }] : []),
      ],
      then: missed,
    };
  });
  if (noted === undefined) return;
  await tellLeft(world, { queueId: noted.queueId }, { type: 'missed', missed: await viewMissed(db, noted) });
  // A message that was told of between our look and our write found no entry to take them out of.
  if (await leftMessage(db, contactId)) await forgetMissed(world, contactId);
}

/** Somebody with this number has reached an agent, or an agent them. */
export async function clearMissed(world: World, number: PhoneNumber, at: Instant): Promise<void> {
  const { db } = world;
  const cleared = await settle<Missed | undefined>(world, async () => {
    const { number: known, missed } = await readMissed(db, number);
    if ((known?.servedAt ?? '') >= at) return { stop: undefined };
    // They were missed again since.
    if (missed !== undefined && missed.lastAt > at) return { stop: undefined };
    return {
      write: [
        numberWrite(number, known, { servedAt: at }, at),
        ...(missed === undefined ? [] : [{ table: 'contacts' as const, delete: missedKeys.missed(missed.queueId, number) }]),
      ],
      then: missed,
    };
  });
  if (cleared === undefined) return;
  const missed = { ...(await viewMissed(db, cleared)), cleared: true };
  await tellLeft(world, { queueId: cleared.queueId }, { type: 'missed', missed });
}

/** A conversation has begun: whoever it is with is not missed any more, by the number that they called from and the one that was called. */
export async function clearReached(world: World, contactId: ContactId, at: Instant): Promise<void> {
  const { callerNumber, callback } = await requireContact(world.db, contactId);
  const numbers = new Set([callerNumber, callback?.number].filter((one) => one !== undefined));
  for (const number of numbers) await clearMissed(world, number, at);
}
