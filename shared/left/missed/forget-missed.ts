import type { Contact } from '../../contacts/contact.ts';
import { requireContact } from '../../contacts/read-contact.ts';
import type { ContactId, PhoneNumber } from '../../ids.ts';
import { settle } from '../../routing/settle.ts';
import type { World } from '../../world.ts';
import { tellLeft } from '../tell-left.ts';
import { type Missed, missedKeys } from './missed.ts';
import { numberWrite, readMissed } from './missed-number.ts';
import { viewMissed } from './read-missed.ts';

/** Pure: the entry without the contact; undefined when nothing is left of it. */
function without(missed: Missed, contactId: ContactId): Missed | undefined {
  const contactIds = missed.contactIds.filter((one) => one !== contactId);
  return contactIds.length === 0 ? undefined : { ...missed, contactIds, count: missed.count - 1 };
}

/** Telephony told of the caller's message after the end of their call was followed: they were not missed that time. */
export async function forgetMissed(world: World, contactId: ContactId): Promise<void> {
  const { callerNumber }: Contact = await requireContact(world.db, contactId);
  if (callerNumber !== undefined) await takeOut(world, contactId, callerNumber);
}

async function takeOut(world: World, contactId: ContactId, callerNumber: PhoneNumber): Promise<void> {
  const changed = await settle<{ before: Missed; after: Missed | undefined } | undefined>(world, async () => {
    const { number, missed } = await readMissed(world.db, callerNumber);
    if (missed?.contactIds.includes(contactId) !== true) return { stop: undefined };
    const after = without(missed, contactId);
    const served = number?.servedAt === undefined ? {} : { servedAt: number.servedAt };
    const key = missedKeys.missed(missed.queueId, callerNumber);
    return {
      write: [
        numberWrite(callerNumber, number, { ...served, ...(after === undefined ? {} : { queueId: after.queueId }) }, missed.lastAt),
        after === undefined ? { table: 'contacts', delete: key } : { table: 'contacts', put: { ...key, ...after } },
      ],
      then: { before: missed, after },
    };
  });
  if (changed === undefined) return;
  const { before, after } = changed;
  const missed = { ...(await viewMissed(world.db, after ?? before)), cleared: after === undefined };
  await tellLeft(world, { queueId: before.queueId }, { type: 'missed', missed });
}
