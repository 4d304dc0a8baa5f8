import type { ContactId, CustomerId } from '../ids.ts';
import { type Changes, changeContact, type Told } from '../routing/change.ts';
import type { Write } from '../database/database.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys } from './contact.ts';
import type { HistoryItem } from './history.ts';
import { requireContact } from './read-contact.ts';

interface Identified {
  customerId: CustomerId;
  created: boolean;
}

/**
 * Pure: notes who called, once: a contact that knows its customer keeps it, unless the caller has proved who they are. The contact joins the
 * customer's history.
 */
export const customerNoted =
  ({ customerId, created }: Identified, proved = false) =>
  (contact: Contact): { changes: Changes<Contact>; told: Told[]; writes: Write[] } | undefined => {
    if (contact.customerId !== undefined && !proved) return undefined;
    const { arrivedAt, contactId } = contact;
    const line: HistoryItem = { schemaVersion: 1, contactId, arrivedAt };
    const put = { ...contactKeys.ofCustomer(customerId, arrivedAt, contactId), ...line };
    const joins: Write[] = contact.customerId === customerId ? [] : [{ table: 'contacts', put }];
    const identified: Told[] = contact.customerId === customerId ? [] : [{ type: 'CustomerIdentified', data: { customerId, created } }];
    if (!proved) return { changes: { customerId }, told: identified, writes: joins };
    const attributes = { ...contact.attributes, authenticated: 'yes' };
    return {
      changes: { customerId, attributes },
      told: [...identified, { type: 'CustomerAuthenticated', data: { customerId } }],
      writes: joins,
    };
  };

/** Notes who called. */
export async function noteCustomer(world: World, contactId: ContactId, identified: Identified): Promise<Contact> {
  return settle<Contact>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    const noted = customerNoted(identified)(contact);
    if (noted === undefined) return { stop: contact };
    const { after, writes } = changeContact(contact, world.now(), noted.changes, noted.told);
    return { write: [...writes, ...noted.writes], then: after };
  });
}
