import { routingKeys } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Database } from '../database/database.ts';
import { readEntries } from './read-places.ts';

/** The contact's place in its queue: how many would be offered before it, and one. A contact that is being offered is the first. */
export async function positionOf(db: Database, contact: Contact): Promise<number> {
  const { contactId, queueId, priority, arrivedAt, state } = contact;
  if (state !== 'waiting' || queueId === undefined || priority === undefined) return 1;
  const own = routingKeys.entry(queueId, priority, arrivedAt, contactId).sk;
  const entries = await readEntries(db, queueId);
  return 1 + entries.filter((entry) => routingKeys.entry(queueId, entry.priority, entry.arrivedAt, entry.contactId).sk < own).length;
}
