/** What the passing of time, or a change around them, makes of those who wait. */
import type { Contact } from '../contacts/contact.ts';
import { readContact, requireContact } from '../contacts/read-contact.ts';
import { type ContactId, instant, type Instant, type QueueId } from '../ids.ts';
import type { World } from '../world.ts';
import { changeContact } from './change.ts';
import { type Limits, mustLeave, nextLimitMs } from './decide/must-leave.ts';
import { nextChangeMs, overflowAt } from './decide/steps.ts';
import { isQueued } from './entry-left.ts';
import { leaveQueue, unservedFlow } from './leave-queue.ts';
import { matchContact } from './match-contact.ts';
import { countStaff, readEntries } from './read-places.ts';
import { hoursOf, queueOf, routingSettings } from './routing-settings.ts';
import { settle } from './settle.ts';

/** Who could serve the contact by any of its steps: its own queue's agents, and those of the queues that it may overflow to. */
const everyQueue = (queueId: QueueId, { requirements }: Contact): QueueId[] => [
  queueId,
  ...requirements.flatMap(({ queues = [] }) => queues),
];

async function limitsOf(world: World, contact: Contact, queueId: QueueId, entering: boolean): Promise<Limits> {
  const queue = await queueOf(world, queueId);
  const { profiles } = await routingSettings(world);
  const [hours, staffed, entries] = await Promise.all([
    hoursOf(world, queue),
    queue.needsStaff === true ? countStaff(world.db, everyQueue(queueId, contact), profiles) : undefined,
    entering && queue.maxWaiting !== undefined ? readEntries(world.db, queueId) : undefined,
  ]);
  const before = entries?.filter(
    ({ ofQueueId, queuedAt, contactId }) =>
      ofQueueId === undefined && (queuedAt < (contact.queuedAt ?? '') || (queuedAt === contact.queuedAt && contactId < contact.contactId)),
  );
  return { queue, hours, staffed, ...(before === undefined ? {} : { ahead: before.length }) };
}

/** Without a call of the customer's there is nobody who could be sent to a flow. */
const hasCall = ({ transactionId }: Contact): boolean => transactionId !== undefined;

/**
 * Sends a waiting contact to its fallback when its queue no longer keeps it. `entering`: it has just come, so the queue may be full. Answers
 * the contact that left; undefined when it stays.
 */
export async function reviewContact(world: World, contact: Contact, entering = false): Promise<Contact | undefined> {
  const { contactId, queueId, queuedAt } = contact;
  if (contact.state !== 'waiting' || queueId === undefined || !hasCall(contact)) return undefined;
  const limits = await limitsOf(world, contact, queueId, entering);
  const why = mustLeave(contact, limits, world.now());
  if (why === undefined) return undefined;
  const flow = contact.fallback ?? limits.queue.fallback ?? unservedFlow;
  return leaveQueue(world, contactId, why, flow, { still: (one) => one.queueId === queueId && one.queuedAt === queuedAt });
}

const sameQueues = (a: readonly QueueId[], b: readonly QueueId[]): boolean => a.length === b.length && a.every((one) => b.includes(one));

/** Puts the contact into the waiting lists of the queues to which its present step overflows, and takes it out of the others. */
async function settlePlaces(world: World, contactId: ContactId): Promise<Contact> {
  return settle<Contact>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    const { queueId, state, alsoIn = [] } = contact;
    if (state !== 'waiting' || queueId === undefined) return { stop: contact };
    const wanted = overflowAt(contact, queueId, world.now());
    if (sameQueues(wanted ?? [], alsoIn)) return { stop: contact };
    const { after, writes } = changeContact(contact, world.now(), { alsoIn: wanted }, []);
    return { write: writes, then: after };
  });
}

/** When, after `sinceMs`, the contact has to be looked at next, by the passing of time alone. */
async function nextLookMs(world: World, contact: Contact, sinceMs: number): Promise<number | undefined> {
  const { queueId } = contact;
  if (queueId === undefined) return undefined;
  const [{ profiles }, limits] = await Promise.all([routingSettings(world), limitsOf(world, contact, queueId, false)]);
  const all = [nextChangeMs(contact, profiles, sinceMs), nextLimitMs(contact, limits, sinceMs)].filter((atMs) => atMs !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
}

/**
 * The deadline by which a contact in a queue is looked at next; a second time does no harm. `sinceMs`: when it was looked at last. A change
 * that has come since is due at once.
 */
export async function setNextLook(world: World, contact: Contact, sinceMs: number = world.now()): Promise<void> {
  const { contactId, queuedAt } = contact;
  if (queuedAt === undefined || !isQueued(contact)) return;
  const atMs = await nextLookMs(world, contact, sinceMs);
  if (atMs !== undefined) await world.setDeadline({ kind: 'step-over', contactId, queuedAt }, instant(atMs));
}

/** The deadline: the contact asks for others now, or leaves. While an agent is asked it only moves on: coming back it is matched anew. */
export async function stepOver(world: World, contactId: ContactId, queuedAt: Instant): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact === undefined || contact.queuedAt !== queuedAt || !isQueued(contact)) return;
  await setNextLook(world, contact);
  await lookAgain(world, contactId);
}

/** Brings a waiting contact up to date with the time and the settings: its places, an agent for it, or its way out. */
export async function lookAgain(world: World, contactId: ContactId): Promise<void> {
  const contact = await settlePlaces(world, contactId);
  if (contact.state !== 'waiting') return;
  await matchContact(world, contactId, contact);
  const present = await readContact(world.db, contactId);
  if (present !== undefined) await reviewContact(world, present);
}
