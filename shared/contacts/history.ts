/** A customer's earlier contacts, one line each: written when the customer is known, completed by the wrap-up. */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { AgentId, ContactId, type CustomerId, Instant } from '../ids.ts';
import type { HistoryLine } from '../wire/api.ts';
import { contactKeys } from './contact.ts';
import { ReasonId } from '../reasons/words.ts';

export const HistoryItem = z.object({
  schemaVersion: z.literal(1),
  contactId: ContactId,
  arrivedAt: Instant,
  topic: z.string().optional(),
  agentName: z.string().optional(),
  agentId: AgentId.optional(),
  disposition: ReasonId.optional(),
  notes: z.string().optional(),
  /** Who let the time to wrap it up pass; gone when it is handed in. */
  missedBy: AgentId.optional(),
});
export type HistoryItem = z.infer<typeof HistoryItem>;

/** The latest contacts of a customer, newest first, without the present one. */
export async function readHistory(db: Database, customerId: CustomerId, present: ContactId, limit = 10): Promise<HistoryLine[]> {
  const { pk } = contactKeys.ofCustomer(customerId, '', present);
  const items = await db.query({ table: 'contacts', pk, prefix: 'CONTACT#', newestFirst: true, limit: limit + 1 });
  return items
    .map((item) => HistoryItem.parse(item))
    .filter((item) => item.contactId !== present)
    .slice(0, limit)
    .map(({ schemaVersion: _, agentId: _who, ...line }) => line);
}

/** Who talked with a customer last before the present contact; undefined when nobody of the latest few contacts is known. */
export async function lastAgentOf(db: Database, customerId: CustomerId, present: ContactId): Promise<AgentId | undefined> {
  const { pk } = contactKeys.ofCustomer(customerId, '', present);
  const items = await db.query({ table: 'contacts', pk, prefix: 'CONTACT#', newestFirst: true, limit: 5 });
  return items.map((item) => HistoryItem.parse(item)).find((item) => item.contactId !== present && item.agentId !== undefined)?.agentId;
}
