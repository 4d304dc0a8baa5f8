import type { ContactId, PhoneNumber, TransactionId } from '../ids.ts';
import { instant } from '../ids.ts';
import { factWrites } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys } from './contact.ts';
import { contactOfTransaction } from './read-contact.ts';

export interface Arrival {
  contactId: ContactId;
  transactionId: TransactionId;
  applicationId: string;
  dialledNumber: string;
  /** Absent when withheld. */
  callerNumber?: PhoneNumber | undefined;
  flow: string;
}

/** How long a contact is believed to live before its call has been heard of again. */
export const firstBreathMs = 120_000;

/**
 * The contact of a call that arrived. A repeat of the event, with whatever contact id, answers the contact that the first made: it is refused by
 * what stands there, so nothing is read before. Somebody waits for the answer.
 */
export async function openContact(world: World, arrival: Arrival): Promise<Contact> {
  const { contactId, transactionId, dialledNumber, callerNumber, flow } = arrival;
  return settle<Contact>(world, async (attempt) => {
    const known = attempt === 0 ? undefined : await contactOfTransaction(world.db, transactionId);
    if (known !== undefined) return { stop: known };
    const now = world.now();
    const contact: Contact = {
      schemaVersion: 1,
      version: 1,
      seq: 1,
      state: 'in-flow',
      channel: 'voice',
      arrivedAt: instant(now),
      attributes: {},
      requirements: [],
      offers: 0,
      aliveUntil: instant(now + firstBreathMs),
      contactId,
      transactionId,
      applicationId: arrival.applicationId,
      dialledNumber,
      ...(callerNumber === undefined ? {} : { callerNumber }),
      flow,
    };
    const data = { channel: 'voice', transactionId, dialledNumber, ...(callerNumber === undefined ? {} : { callerNumber }), flow } as const;
    return {
      write: [
        { table: 'contacts', put: { ...contactKeys.contact(contactId), ...contact }, if: 'attribute_not_exists(pk)' },
        {
          table: 'contacts',
          put: { ...contactKeys.transaction(transactionId), schemaVersion: 1, contactId },
          if: 'attribute_not_exists(pk)',
        },
        ...factWrites('contacts', (seq) => contactKeys.fact(contactId, seq), contactId, 0, instant(now), [
          { type: 'ContactArrived', data },
        ]),
      ],
      then: contact,
    };
  });
}
