import type { ContactId, CustomerId } from '../ids.ts';
import { changeContact } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys } from './contact.ts';
import type { HistoryItem } from './history.ts';
import { requireContact } from './read-contact.ts';

/** Notes who called, once: a contact that knows its customer keeps it. The contact joins the customer's history. */
export async function noteCustomer(
  world: World,
  contactId: ContactId,
  { customerId, created }: { customerId: CustomerId; created: boolean },
): Promise<Contact> {
  return settle<Contact>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    if (contact.customerId !== undefined) return { stop: contact };
    const { after, writes } = changeContact(contact, world.now(), { customerId }, [
      { type: 'CustomerIdentified', data: { customerId, created } },
    ]);
    const line: HistoryItem = { schemaVersion: 1, contactId, arrivedAt: contact.arrivedAt };
    const put = { ...contactKeys.ofCustomer(customerId, contact.arrivedAt, contactId), ...line };
    return { write: [...writes, { table: 'contacts', put }], then: after };
  });
}
