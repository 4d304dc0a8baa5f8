import type { Contact } from '../../contacts/contact.ts';
import { readContact } from '../../contacts/read-contact.ts';
import { readAgent } from '../../agents/read-agent.ts';
import type { Database } from '../../database/database.ts';
import { ContactId } from '../../ids.ts';
import { readQueue } from '../../queues/settings.ts';
import type { CallbackView } from '../../wire/left.ts';
import type { World } from '../../world.ts';
import { type Asking, queuesOf } from '../scope.ts';
import { tellLeft } from '../tell-left.ts';
import { nameOfCustomer } from '../voicemail/file-voicemail.ts';
import { callbackKeys } from './callback.ts';

function stateOf({ callback, state }: Contact): CallbackView['state'] {
  if (callback === undefined || callback.state === 'closed' || state === 'ended') return 'closed';
  if (callback.state === 'requested') return 'requested';
  return state === 'scheduled' || state === 'waiting' ? state : 'calling';
}

/** A callback as the list shows it. Throws for a contact that is none. */
export async function viewCallback(db: Database, contact: Contact): Promise<CallbackView> {
  const { callback, queueId, contactId, version, arrivedAt, customerId, agentId } = contact;
  if (callback === undefined || queueId === undefined) throw new Error(`The contact ${contactId} is no callback`);
  const { number, requestedAt, dueAt, untilAt, attempts, most, last } = callback;
  const [queue, customerName, agent] = await Promise.all([
    readQueue(db, queueId),
    nameOfCustomer(db, contact),
    agentId === undefined ? undefined : readAgent(db, agentId),
  ]);
  return {
    contactId,
    version,
    queueId,
    queueName: queue?.name ?? queueId,
    number,
    arrivedAt,
    requestedAt,
    attempts,
    most,
    state: stateOf(contact),
    ...(customerId === undefined ? {} : { customerId }),
    ...(customerName === undefined ? {} : { customerName }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(untilAt === undefined ? {} : { untilAt }),
    ...(last === undefined ? {} : { last }),
    ...(agent === undefined ? {} : { agentName: agent.name }),
  };
}

/** The open callbacks of the queues that concern somebody, those due first first. */
export async function listCallbacks(db: Database, asking: Asking): Promise<CallbackView[]> {
  const queues = await queuesOf(db, asking);
  const places = await Promise.all(queues.map((queueId) => db.query({ table: 'routing', pk: callbackKeys.place(queueId, '').pk })));
  const contacts = await Promise.all(places.flat().map((place) => readContact(db, ContactId.parse(place['contactId']))));
  const open = contacts.filter((contact) => contact?.callback?.state === 'open') as Contact[];
  const views = await Promise.all(open.map((contact) => viewCallback(db, contact)));
  return views.sort((a, b) => (a.dueAt ?? a.arrivedAt).localeCompare(b.dueAt ?? b.arrivedAt));
}

/** Tells those whom it concerns what a callback is now. */
export async function tellCallback(world: World, contact: Contact): Promise<void> {
  if (contact.callback === undefined || contact.queueId === undefined) return;
  await tellLeft(world, { queueId: contact.queueId }, { type: 'callback', callback: await viewCallback(world.db, contact) });
}
