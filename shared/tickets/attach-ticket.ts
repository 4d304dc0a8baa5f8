/** Pure: the writes by which a wrap-up attaches its contact to an open ticket or opens a new one. */
import type { Contact } from '../contacts/contact.ts';
import type { Write } from '../database/database.ts';
import { instant, type TicketId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { factWrites, type Told } from '../routing/change.ts';
import type { WrapUpRequest } from '../wire/api.ts';
import { followUpWrites } from './follow-up-place.ts';
import { type Ticket, ticketKeys } from './ticket.ts';

export const noSuchTicket: Problem = {
  code: 'no-such-ticket',
  sentence: 'This customer has no such ticket.',
  remedy: 'Choose one of the open tickets, or a new one.',
  status: 400,
};

interface Attachment {
  ticketId: TicketId;
  contact: Contact;
  request: WrapUpRequest;
}

/** The ticket after the wrap-up. What the agent did not say stays as it was. */
export function afterWrapUp(before: Ticket | undefined, { ticketId, contact, request }: Attachment, nowMs: number): Ticket {
  const { contactId, customerId, topic } = contact;
  const { disposition, notes, ticketStatus, ownerId, dueAt } = request;
  const follows = ticketStatus === 'requires-follow-up';
  const contactIds = [...(before?.contactIds ?? []).filter((known) => known !== contactId), contactId].slice(-100);
  return {
    schemaVersion: 1,
    ticketId,
    version: (before?.version ?? 0) + 1,
    seq: (before?.seq ?? 0) + 1,
    subject: request.subject ?? before?.subject ?? topic ?? 'Call',
    status: ticketStatus,
    ...(customerId === undefined ? {} : { customerId }),
    contactIds,
    disposition,
    ...(notes !== '' ? { notes } : before?.notes === undefined ? {} : { notes: before.notes }),
    ...(ownerId !== undefined ? { ownerId } : before?.ownerId === undefined ? {} : { ownerId: before.ownerId }),
    ...(follows && dueAt !== undefined ? { dueAt } : {}),
    openedAt: before?.openedAt ?? instant(nowMs),
    updatedAt: instant(nowMs),
  };
}

/** The ticket, its lists and its fact. */
export function ticketWrites(before: Ticket | undefined, attachment: Attachment, nowMs: number): Write[] {
  const { ticketId, contact } = attachment;
  const after = afterWrapUp(before, attachment, nowMs);
  const { customerId, status, ownerId, dueAt } = after;
  const told: Told =
    before === undefined
      ? { type: 'TicketOpened', data: { contactId: contact.contactId, status, ...(customerId === undefined ? {} : { customerId }) } }
      : {
          type: 'TicketUpdated',
          data: {
            contactId: contact.contactId,
            status,
            ...(ownerId === undefined ? {} : { ownerId }),
            ...(dueAt === undefined ? {} : { dueAt }),
          },
        };
  const put = { ...ticketKeys.ticket(ticketId), ...after };
  return [
    before === undefined
      ? { table: 'tickets', put, if: 'attribute_not_exists(pk)' }
      : { table: 'tickets', put, if: '#version = :version', names: { '#version': 'version' }, values: { ':version': before.version } },
    ...factWrites('tickets', (seq) => ticketKeys.fact(ticketId, seq), ticketId, before?.seq ?? 0, instant(nowMs), [told]),
    ...(before === undefined && customerId !== undefined
      ? [{ table: 'tickets' as const, put: { ...ticketKeys.ofCustomer(customerId, ticketId), schemaVersion: 1, ticketId } }]
      : []),
    ...followUpWrites(before, after),
  ];
}
