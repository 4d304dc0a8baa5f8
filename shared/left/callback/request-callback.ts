import type { Contact } from '../../contacts/contact.ts';
import { contactKeys } from '../../contacts/contact.ts';
import { readContact, requireContact } from '../../contacts/read-contact.ts';
import type { Write } from '../../database/database.ts';
import { ContactId, instant, type Instant, type PhoneNumber, type QueueId } from '../../ids.ts';
import { readQueue } from '../../queues/settings.ts';
import { changeContact } from '../../routing/change.ts';
import { settle } from '../../routing/settle.ts';
import type { World } from '../../world.ts';
import { type Callback, callbackDefaults, callbackKeys } from './callback.ts';

export interface Wish {
  number: PhoneNumber;
  queueId: QueueId;
  /** Not before; absent: when its turn comes. */
  dueAt?: Instant | undefined;
  untilAt?: Instant | undefined;
}

const keptSeconds = 60 * 24 * 3600;

const afterOf = (earlier: ContactId | undefined, own: ContactId) => (earlier === undefined || earlier === own ? {} : { after: earlier });

/** The contact to which a number's latest request belongs, as long as that is not over; and the item that says so. */
async function present(world: World, number: PhoneNumber): Promise<{ contactId?: ContactId; other?: Contact }> {
  const item = await world.db.get('contacts', callbackKeys.number(number));
  if (item === undefined) return {};
  const contactId = ContactId.parse(item['contactId']);
  const other = await readContact(world.db, contactId);
  const isOpen = other?.callback?.number === number && (other.callback.state === 'open' || other.callback.state === 'requested');
  return { contactId, ...(other !== undefined && isOpen && other.state !== 'ended' ? { other } : {}) };
}

/** Is this contact the one that may be called at its number? A later request has taken over from an earlier. */
export async function ownsNumber(world: World, { contactId, callback }: Contact): Promise<boolean> {
  if (callback === undefined) return false;
  return (await world.db.get('contacts', callbackKeys.number(callback.number)))?.['contactId'] === contactId;
}

/** Refuses the transaction in which it stands unless it is so; and notes that the number was called. */
export const stillOwns = (number: PhoneNumber, contactId: ContactId, calledAt: Instant): Write => ({
  table: 'contacts',
  update: callbackKeys.number(number),
  set: { calledAt },
  if: '#contactId = :contactId',
  names: { '#contactId': 'contactId' },
  values: { ':contactId': contactId },
});

/** So far back requests for a number are looked at: each would have to be made while the one before still rings. */
const farthestBack = 4;

/**
 * Does the telephone ring still for an earlier request? One that has lost its number begins no call any more (`stillOwns`), so what is read
 * here stays true until that call is over.
 */
export async function ringsForEarlier(world: World, { callback }: Contact, back = farthestBack): Promise<boolean> {
  if (callback?.after === undefined || back === 0) return false;
  const earlier = await readContact(world.db, callback.after);
  if (earlier === undefined) return false;
  return (earlier.state === 'dialling' && earlier.callback?.dials === true) || ringsForEarlier(world, earlier, back - 1);
}

/** The customer's history lists contacts by their arrival: it moves with it. */
function historyMoves({ customerId, arrivedAt, contactId }: Contact, to: Instant): Write[] {
  if (customerId === undefined || to === arrivedAt) return [];
  const line = { schemaVersion: 1, contactId, arrivedAt: to };
  return [
    { table: 'contacts', delete: contactKeys.ofCustomer(customerId, arrivedAt, contactId) },
    { table: 'contacts', put: { ...contactKeys.ofCustomer(customerId, to, contactId), ...line } },
  ];
}

/**
 * The customer on the line wants to be called back: noted with their contact, which waits on when their call ends. An earlier request for the
 * same number is replaced (it ends by what follows from the fact, or by itself before it is called), and this one has its place. False when the contact has no call that could end. Again it changes nothing.
 */
export async function requestCallback(world: World, contactId: ContactId, wish: Wish): Promise<boolean> {
  const { number, queueId, dueAt, untilAt } = wish;
  const most = (await readQueue(world.db, queueId))?.callback?.attempts ?? callbackDefaults.attempts;
  return settle<boolean>(world, async () => {
    const [contact, known] = await Promise.all([requireContact(world.db, contactId), present(world, number)]);
    if (contact.callback?.state === 'requested' && contact.callback.number === number) return { stop: true };
    if (contact.state !== 'in-flow') return { stop: false };
    const other = known.other?.contactId === contactId ? undefined : known.other;
    const times = { ...(dueAt === undefined ? {} : { dueAt }), ...(untilAt === undefined ? {} : { untilAt }) };
    const requestedAt = instant(world.now());
    const callback: Callback = {
      number,
      state: 'requested',
      requestedAt,
      attempts: 0,
      most,
      past: [],
      ...times,
      ...afterOf(known.contactId, contactId),
    };
    const arrivedAt = other !== undefined && other.arrivedAt < contact.arrivedAt ? other.arrivedAt : contact.arrivedAt;
    const changed = changeContact(contact, world.now(), { callback, queueId, arrivedAt }, [
      { type: 'CallbackRequested', data: { queueId, ...times, ...(other === undefined ? {} : { replaces: other.contactId }) } },
    ]);
    const put = {
      ...callbackKeys.number(number),
      schemaVersion: 1,
      contactId,
      expiresAt: Math.floor(world.now() / 1000) + keptSeconds,
    };
    const asRead =
      known.contactId === undefined
        ? { if: 'attribute_not_exists(pk)' }
        : { if: '#contactId = :known', names: { '#contactId': 'contactId' }, values: { ':known': known.contactId } };
    return { write: [...changed.writes, ...historyMoves(contact, arrivedAt), { table: 'contacts', put, ...asRead }], then: true };
  });
}
