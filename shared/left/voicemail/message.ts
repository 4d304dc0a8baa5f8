/** What a caller has said, from the end of its recording until it is kept or dropped. Each step again is harmless. */
import { requireContact } from '../../contacts/read-contact.ts';
import type { Contact } from '../../contacts/contact.ts';
import type { Database } from '../../database/database.ts';
import { type ContactId, instant, TicketId } from '../../ids.ts';
import { changeContact } from '../../routing/change.ts';
import { settle } from '../../routing/settle.ts';
import type { World } from '../../world.ts';
import { ofKey } from './box.ts';
import { measure } from './sound.ts';
import { Message, voicemailKeys } from './voicemail.ts';

/** Less speech than this is a breath, a click or a hesitation. */
const leastSpokenMs = 500;

async function readMessage(db: Database, contactId: ContactId, key: string): Promise<Message | undefined> {
  const item = await db.get('contacts', voicemailKeys.message(contactId, key));
  return item === undefined ? undefined : Message.parse(item);
}

/** Notes a recording as its caller's draft; again it answers what stands. One that can't be read is believed to say something. */
export async function noteMessage(world: World, contactId: ContactId, key: string): Promise<Message> {
  const known = await readMessage(world.db, contactId, key);
  if (known !== undefined) return known;
  const file = await world.recordings.read(key);
  const sound = (file === undefined ? undefined : measure(file)) ?? { ms: 0, spokenMs: file === undefined ? 0 : leastSpokenMs };
  const message: Message = {
    schemaVersion: 1,
    contactId,
    key,
    state: 'draft',
    seconds: Math.round(sound.ms / 1000),
    says: sound.spokenMs >= leastSpokenMs,
    at: instant(world.now()),
  };
  const put = { ...voicemailKeys.message(contactId, key), ...message };
  await settle<void>(world, async () => {
    const present = await readMessage(world.db, contactId, key);
    if (present !== undefined) return { stop: undefined };
    return { write: [{ table: 'contacts', put, if: 'attribute_not_exists(pk)' }], then: undefined };
  });
  return (await readMessage(world.db, contactId, key)) ?? message;
}

/** The caller does not want it kept. */
export async function dropMessage(world: World, contactId: ContactId, key: string): Promise<void> {
  await settle<void>(world, async () => {
    const message = await readMessage(world.db, contactId, key);
    if (message?.state !== 'draft') return { stop: undefined };
    const update = voicemailKeys.message(contactId, key);
    const draft = { if: '#state = :draft', names: { '#state': 'state' }, values: { ':draft': 'draft' } };
    return { write: [{ table: 'contacts', update, set: { state: 'dropped' }, ...draft }], then: undefined };
  });
}

/** The recording is left: told as a fact, once. What follows (a voicemail in its box, a ticket, a word to agents) follows from the fact. */
export async function keepMessage(world: World, contactId: ContactId, key: string): Promise<Contact> {
  const whose = ofKey(key);
  return settle<Contact>(world, async () => {
    const [contact, message] = await Promise.all([requireContact(world.db, contactId), readMessage(world.db, contactId, key)]);
    if (message?.state !== 'draft' || whose?.contactId !== contactId) return { stop: contact };
    const voicemailId = world.newId();
    const ticketId = TicketId.parse(world.newId());
    const { after, writes } = changeContact(contact, world.now(), {}, [
      { type: 'VoicemailLeft', data: { voicemailId, ticketId, key, seconds: message.seconds, ...whose.box } },
    ]);
    const update = voicemailKeys.message(contactId, key);
    const draft = { if: '#state = :draft', names: { '#state': 'state' }, values: { ':draft': 'draft' } };
    return { write: [...writes, { table: 'contacts', update, set: { state: 'kept' }, ...draft }], then: after };
  });
}

/** All messages of a contact, whatever became of them. */
export async function messagesOf(db: Database, contactId: ContactId): Promise<Message[]> {
  const { pk } = voicemailKeys.message(contactId, '');
  return (await db.query({ table: 'contacts', pk, prefix: 'MESSAGE#' })).map((item) => Message.parse(item));
}

/** The contact has ended: what its caller had not decided about is kept. */
export async function keepDrafts(world: World, contactId: ContactId): Promise<void> {
  for (const { key, state, says } of await messagesOf(world.db, contactId)) {
    if (state === 'draft' && says) await keepMessage(world, contactId, key);
  }
}

/**
 * A recording that telephony told of when its caller had gone: no flow asks about it any more. Whether the end of the call was told before or
 * after, and how often, comes out the same.
 */
export async function leaveMessage(world: World, contactId: ContactId, key: string): Promise<void> {
  if (ofKey(key)?.contactId !== contactId) return;
  const { says } = await noteMessage(world, contactId, key);
  if (says && (await requireContact(world.db, contactId)).state === 'ended') await keepMessage(world, contactId, key);
}
