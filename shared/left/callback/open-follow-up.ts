import { requireContact } from '../../contacts/read-contact.ts';
import type { Fact } from '../../facts/facts.ts';
import { ContactId, epochMs, instant } from '../../ids.ts';
import { settle } from '../../routing/settle.ts';
import { openTicketWrites } from '../../tickets/open-ticket.ts';
import { ticketKeys } from '../../tickets/ticket.ts';
import type { World } from '../../world.ts';
import { nameOfCustomer } from '../voicemail/file-voicemail.ts';
import { callingHours, firstOpenMs } from './hours.ts';

const hourMs = 3600_000;

/** Nobody was reached as often as was tried: whoever called last has to follow it up, within their next working hour. Twice is once. */
export async function openFollowUp(world: World, { subjectId, at, data }: Fact<'CallbackClosed'>): Promise<void> {
  const { ticketId, agentId, attempts } = data;
  if (ticketId === undefined) return;
  const contact = await requireContact(world.db, ContactId.parse(subjectId));
  const { contactId, callback, customerId, queueId } = contact;
  const hours = queueId === undefined ? [] : await callingHours(world, queueId);
  const dueMs = firstOpenMs(hours, epochMs(at) + hourMs) ?? epochMs(at) + 24 * hourMs;
  const name = (await nameOfCustomer(world.db, contact)) ?? callback?.number ?? '';
  // Without anybody who has called it is an open ticket: nobody has promised anything.
  const follows =
    agentId === undefined
      ? ({ status: 'open' } as const)
      : ({ status: 'requires-follow-up', ownerId: agentId, dueAt: instant(dueMs) } as const);
  const ticket = {
    ticketId,
    subject: `Not reached: ${name}`.slice(0, 200),
    notes: `Asked to be called back and was not reached, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}.`,
    openedAt: at,
    updatedAt: at,
    ...(customerId === undefined ? {} : { customerId }),
    ...follows,
  };
  await settle<void>(world, async () => {
    if ((await world.db.get('tickets', ticketKeys.ticket(ticketId))) !== undefined) return { stop: undefined };
    return { write: openTicketWrites(ticket, contactId), then: undefined };
  });
}
