import { z } from 'zod';
import { Customer, customerKeys } from '../customers/customer.ts';
import type { Database } from '../database/database.ts';
import { type AgentId, type CustomerId, TicketId } from '../ids.ts';
import type { TicketView } from '../wire/api.ts';
import { Ticket, ticketKeys } from './ticket.ts';

/** What lists of tickets hold: the ticket itself is read from its own item. */
export const TicketRef = z.object({ schemaVersion: z.literal(1), ticketId: TicketId });

export async function readTicket(db: Database, ticketId: TicketId): Promise<Ticket | undefined> {
  const item = await db.get('tickets', ticketKeys.ticket(ticketId));
  return item === undefined ? undefined : Ticket.parse(item);
}

async function readTickets(db: Database, pk: string, limit: number, newestFirst: boolean): Promise<Ticket[]> {
  const refs = await db.query({ table: 'tickets', pk, limit, newestFirst });
  const tickets = await Promise.all(refs.map((ref) => readTicket(db, TicketRef.parse(ref).ticketId)));
  return tickets.filter((ticket) => ticket !== undefined);
}

/** A ticket is open while somebody still has to do something about it. */
export const isOpen = (ticket: Ticket): boolean => ticket.status === 'open' || ticket.status === 'requires-follow-up';

/** The open ones of a customer's latest twenty tickets, newest first. */
export async function openTicketsOf(db: Database, customerId: CustomerId): Promise<TicketView[]> {
  const { pk } = ticketKeys.ofCustomer(customerId, TicketId.parse('any'));
  return (await readTickets(db, pk, 20, true)).filter(isOpen).map((ticket) => viewTicket(ticket));
}

/** An agent's follow-ups, those due first first, with the customers' names. */
export async function followUpsOf(db: Database, ownerId: AgentId): Promise<TicketView[]> {
  const { pk } = ticketKeys.followUp(ownerId, '', TicketId.parse('any'));
  const tickets = await readTickets(db, pk, 200, false);
  return Promise.all(
    tickets.map(async (ticket) => {
      const item = ticket.customerId === undefined ? undefined : await db.get('customers', customerKeys.customer(ticket.customerId));
      return viewTicket(ticket, item === undefined ? undefined : Customer.parse(item));
    }),
  );
}

/** A ticket as the client shows it. */
export function viewTicket(ticket: Ticket, customer?: Customer): TicketView {
  const { ticketId, subject, status, openedAt, updatedAt, ownerId, dueAt, notes } = ticket;
  return {
    ticketId,
    subject,
    status,
    openedAt,
    updatedAt,
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(notes === undefined ? {} : { notes }),
    ...(customer === undefined ? {} : { customerName: customer.name, customerId: customer.customerId }),
    ...(customer?.numbers[0] === undefined ? {} : { customerNumber: customer.numbers[0] }),
  };
}
