import type { Contact } from '../../contacts/contact.ts';
import { requireContact } from '../../contacts/read-contact.ts';
import type { Database, Write } from '../../database/database.ts';
import { type ContactId, epochMs, type Instant, type PhoneNumber } from '../../ids.ts';
import { settle } from '../../routing/settle.ts';
import type { World } from '../../world.ts';
import { tellLeft } from '../tell-left.ts';
import { nameOfCustomer } from '../voicemail/file-voicemail.ts';
import { messagesOf } from '../voicemail/message.ts';
import { Missed, missedKeys, missedMs, MissedNumber } from './missed.ts';
import { viewMissed } from './read-missed.ts';

interface Known {
  number?: MissedNumber;
  missed?: Missed;
}

async function read(db: Database, number: PhoneNumber): Promise<Known> {
  const item = await db.get('contacts', missedKeys.number(number));
  if (item === undefined) return {};
  const known = MissedNumber.parse(item);
  const missed = known.queueId === undefined ? undefined : await db.get('contacts', missedKeys.missed(known.queueId, number));
  return { number: known, ...(missed === undefined ? {} : { missed: Missed.parse(missed) }) };
}

const expiry = (at: Instant): number => Math.floor((epochMs(at) + missedMs) / 1000);

/** The number's item, conditional on what was read of it: all changes of one number come after each other. */
function numberWrite(
  number: PhoneNumber,
  known: MissedNumber | undefined,
  next: Pick<MissedNumber, 'queueId' | 'servedAt'>,
  at: Instant,
): Write {
  const item: MissedNumber = { schemaVersion: 1, version: (known?.version ?? 0) + 1, expiresAt: expiry(at), ...next };
  const put = { ...missedKeys.number(number), ...item };
  if (known === undefined) return { table: 'contacts', put, if: 'attribute_not_exists(pk)' };
  return { table: 'contacts', put, if: '#version = :version', names: { '#version': 'version' }, values: { ':version': known.version } };
}

/** Was somebody in a queue, and got neither an agent, nor a callback, nor left a message? */
async function isMissed(db: Database, contact: Contact): Promise<boolean> {
  const { direction = 'inbound', queuedAt, connectedAt, callback, callerNumber, queueId, state } = contact;
  const waited = direction === 'inbound' && queuedAt !== undefined && queueId !== undefined && callerNumber !== undefined;
  if (!waited || state !== 'ended' || connectedAt !== undefined || callback !== undefined) return false;
  return !(await messagesOf(db, contact.contactId)).some(({ state: message, says }) => message === 'kept' || (message === 'draft' && says));
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
    const known = await read(db, callerNumber);
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
  if (noted !== undefined) await tellLeft(world, { queueId: noted.queueId }, { type: 'missed', missed: await viewMissed(db, noted) });
}

/** Somebody with this number has reached an agent, or an agent them. */
export async function clearMissed(world: World, number: PhoneNumber, at: Instant): Promise<void> {
  const { db } = world;
  const cleared = await settle<Missed | undefined>(world, async () => {
    const { number: known, missed } = await read(db, number);
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
