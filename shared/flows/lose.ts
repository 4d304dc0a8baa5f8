import { type Contact, contactKeys } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { ContactId } from '../ids.ts';
import { queueOfLast } from '../queues/queue-of-last.ts';
import { changeContact } from '../routing/change.ts';
import { enqueue } from '../routing/enqueue.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';

/** Beyond all steps of a flow: says that the loss has been told. */
const lostStep = 9999;
const keptSeconds = 24 * 60 * 60;

/** Writes down that the flow lost the call, once. */
async function noteLost(world: World, contactId: ContactId, why: string): Promise<Contact> {
  return settle(world, async () => {
    const contact = await requireContact(world.db, contactId);
    const { transactionId, flow } = contact;
    if (transactionId === undefined || flow === undefined) throw new Error('Only a call that came in has a flow to be lost in');
    const key = contactKeys.step(transactionId, lostStep, contact.run);
    if (contact.state !== 'in-flow' || (await world.db.get('contacts', key)) !== undefined) return { stop: contact };
    const expiresAt = Math.floor(world.now() / 1000) + keptSeconds;
    const { after, writes } = changeContact(contact, world.now(), {}, [{ type: 'CallLost', data: { flow, why: why.slice(0, 200) } }]);
    const once = { table: 'contacts' as const, put: { ...key, expiresAt }, if: 'attribute_not_exists(pk)' };
    return { write: [...writes, once], then: after };
  });
}

/** Whether it was a flow that lost the contact to its queue: whoever asks again shall hear the same. */
export async function wasLost({ db }: World, { transactionId, run }: Contact): Promise<boolean> {
  return transactionId !== undefined && (await db.get('contacts', contactKeys.step(transactionId, lostStep, run))) !== undefined;
}

/**
 * The branch for calls whose flow failed, took too long, or is gone: the caller waits for an operator. Uses nothing of any flow.
 * Undefined when there is no queue at all.
 */
export async function lose(world: World, contactId: ContactId, why: string): Promise<Contact | undefined> {
  world.log('call-lost', { contactId, why });
  const contact = await noteLost(world, contactId, why);
  if (contact.state !== 'in-flow') return contact;
  const queueId = await queueOfLast(world.db);
  return queueId === undefined ? undefined : enqueue(world, contactId, { queueId }, contact);
}
