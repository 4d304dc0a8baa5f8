import type { Write } from '../database/database.ts';
import type { ContactId } from '../ids.ts';
import { factWrites } from '../routing/change.ts';
import { followUpWrites } from './follow-up-place.ts';
import { type Ticket, ticketKeys } from './ticket.ts';

/** Pure: the writes of a ticket that nobody has had before: itself, its lists and its fact. */
export function openTicketWrites(ticket: Omit<Ticket, 'schemaVersion' | 'version' | 'seq' | 'contactIds'>, contactId: ContactId): Write[] {
  const { ticketId, customerId, status, openedAt } = ticket;
  const whole: Ticket = { schemaVersion: 1, version: 1, seq: 1, contactIds: [contactId], ...ticket };
  const data = { contactId, status, ...(customerId === undefined ? {} : { customerId }) };
  return [
    { table: 'tickets', put: { ...ticketKeys.ticket(ticketId), ...whole }, if: 'attribute_not_exists(pk)' },
    ...factWrites('tickets', (seq) => ticketKeys.fact(ticketId, seq), ticketId, 0, openedAt, [{ type: 'TicketOpened', data }]),
    ...(customerId === undefined
      ? []
      : [{ table: 'tickets' as const, put: { ...ticketKeys.ofCustomer(customerId, ticketId), schemaVersion: 1, ticketId } }]),
    ...followUpWrites(undefined, whole),
  ];
}
