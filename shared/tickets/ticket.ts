/** The items of the Tickets table. */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, TicketId } from '../ids.ts';
import { ReasonId } from '../reasons/words.ts';
import { ticketStatuses } from './words.ts';

export const Ticket = z.object({
  schemaVersion: z.literal(1),
  ticketId: TicketId,
  version: z.number().int().nonnegative(),
  seq: z.number().int().nonnegative(),
  subject: z.string().max(200),
  status: z.enum(ticketStatuses),
  customerId: CustomerId.optional(),
  contactIds: z.array(ContactId).max(100),
  disposition: ReasonId.optional(),
  notes: z.string().max(10_000).optional(),
  /** Both demanded by `requires-follow-up`. */
  ownerId: AgentId.optional(),
  dueAt: Instant.optional(),
  openedAt: Instant,
  updatedAt: Instant,
});
export type Ticket = z.infer<typeof Ticket>;

export const ticketKeys = {
  ticket: (ticketId: TicketId) => ({ pk: `TICKET#${ticketId}`, sk: 'TICKET' }),
  fact: (ticketId: TicketId, seq: number) => ({ pk: `TICKET#${ticketId}`, sk: `FACT#${String(seq).padStart(6, '0')}` }),
  ofCustomer: (customerId: CustomerId, ticketId: TicketId) => ({ pk: `CUSTOMER#${customerId}`, sk: `TICKET#${ticketId}` }),
  /** An agent's follow-ups by due time. */
  followUp: (ownerId: AgentId, dueAt: Instant, ticketId: TicketId) => ({ pk: `OWNER#${ownerId}`, sk: `DUE#${dueAt}#${ticketId}` }),
} as const;
