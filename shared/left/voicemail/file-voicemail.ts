import { requireContact } from '../../contacts/read-contact.ts';
import type { Contact } from '../../contacts/contact.ts';
import { Customer, customerKeys } from '../../customers/customer.ts';
import type { Database } from '../../database/database.ts';
import type { Fact } from '../../facts/facts.ts';
import { ContactId, epochMs, type Instant } from '../../ids.ts';
import { settle } from '../../routing/settle.ts';
import { openTicketWrites } from '../../tickets/open-ticket.ts';
import type { World } from '../../world.ts';
import { tellLeft } from '../tell-left.ts';
import { viewVoicemail } from './read-voicemail.ts';
import { boxOf, Voicemail, voicemailKeys } from './voicemail.ts';

/** Longer than any recording is kept by default: the list forgets what can't be played any more. */
const keptMs = 400 * 24 * 3600_000;

/** What a customer is called; undefined while nobody has asked them. */
export async function nameOfCustomer(db: Database, { customerId }: Pick<Contact, 'customerId'>): Promise<string | undefined> {
  const item = customerId === undefined ? undefined : await db.get('customers', customerKeys.customer(customerId));
  const name = item === undefined ? '' : Customer.parse(item).name;
  return name === '' ? undefined : name;
}

function voicemailOf(contact: Contact, data: Fact<'VoicemailLeft'>['data'], at: Instant, customerName: string | undefined): Voicemail {
  const { contactId, callerNumber, customerId } = contact;
  return {
    schemaVersion: 1,
    version: 1,
    contactId,
    ...data,
    at,
    state: 'unheard',
    expiresAt: Math.floor((epochMs(at) + keptMs) / 1000),
    ...(callerNumber === undefined ? {} : { number: callerNumber }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(customerName === undefined ? {} : { customerName }),
  };
}

/** A message was left: it lies in its box, with a ticket of its own, and those who may listen are told. Twice is once. */
export async function fileVoicemail(world: World, { subjectId, at, data }: Fact<'VoicemailLeft'>): Promise<void> {
  const contact = await requireContact(world.db, ContactId.parse(subjectId));
  const name = await nameOfCustomer(world.db, contact);
  const voicemail = voicemailOf(contact, data, at, name);
  const { voicemailId, ticketId, contactId, customerId, number } = voicemail;
  const key = voicemailKeys.voicemail(boxOf(voicemail), voicemailId);
  const subject = name === undefined && number === undefined ? 'Voicemail, number withheld' : `Voicemail from ${name ?? number ?? ''}`;
  await settle<void>(world, async () => {
    if ((await world.db.get('contacts', key)) !== undefined) return { stop: undefined };
    const ticket = {
      ticketId,
      subject,
      status: 'open',
      openedAt: at,
      updatedAt: at,
      ...(customerId === undefined ? {} : { customerId }),
    } as const;
    return {
      write: [
        { table: 'contacts', put: { ...key, ...voicemail }, if: 'attribute_not_exists(pk)' },
        {
          table: 'contacts',
          put: { ...voicemailKeys.where(voicemailId), schemaVersion: 1, box: boxOf(voicemail), expiresAt: voicemail.expiresAt },
        },
        ...openTicketWrites(ticket, contactId),
      ],
      then: undefined,
    };
  });
  const item = await world.db.get('contacts', key);
  if (item === undefined) return;
  const present = Voicemail.parse(item);
  await tellLeft(world, boxOf(present), { type: 'voicemail', voicemail: await viewVoicemail(world.db, present) });
}
