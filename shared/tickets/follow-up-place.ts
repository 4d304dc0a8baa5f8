/** Pure: a ticket's place among its owner's follow-ups. It has one exactly while it requires a follow-up. */
import type { Key, Write } from '../database/database.ts';
import { type Ticket, ticketKeys } from './ticket.ts';

function placeOf(ticket: Ticket | undefined): Key | undefined {
  if (ticket?.status !== 'requires-follow-up' || ticket.ownerId === undefined || ticket.dueAt === undefined) return undefined;
  return ticketKeys.followUp(ticket.ownerId, ticket.dueAt, ticket.ticketId);
}

/** The writes that move it; none while it stays. */
export function followUpWrites(before: Ticket | undefined, after: Ticket): Write[] {
  const old = placeOf(before);
  const now = placeOf(after);
  if (old?.pk === now?.pk && old?.sk === now?.sk) return [];
  return [
    ...(old === undefined ? [] : [{ table: 'tickets' as const, delete: old }]),
    ...(now === undefined ? [] : [{ table: 'tickets' as const, put: { ...now, schemaVersion: 1, ticketId: after.ticketId } }]),
  ];
}
