/** What a supervisor does with a contact that waits: moves it, raises it, or lets it go to its fallback. */
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { waitsAgain } from '../talk/send-away.ts';
import type { AgentId, ContactId, QueueId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readQueue } from '../queues/settings.ts';
import type { World } from '../world.ts';
import { changeContact, type Told } from './change.ts';
import { entryLeft } from './entry-left.ts';
import { leaveQueue, unservedFlow } from './leave-queue.ts';
import { lookAgain } from './look-again.ts';
import { waitsNoMore } from './pick.ts';
import { queueOf } from './routing-settings.ts';
import { settle } from './settle.ts';

export type Steering = { do: 'move'; queueId: QueueId } | { do: 'raise'; priority: number; note?: string | undefined } | { do: 'release' };

export const noSuchQueue: Problem = {
  code: 'no-such-queue',
  sentence: 'There is no such queue.',
  remedy: 'Reload the page: it shows those that there are.',
  status: 404,
};

/** Nobody is on the line whom a flow could speak to. */
const waitsForCall: Problem = {
  code: 'waits-for-call',
  sentence: 'This caller has hung up and waits to be called back.',
  remedy: 'Cancel the call back, or put it to another time, under Call backs.',
  status: 409,
};

type Steered = { contact: Contact } | { refused: Problem };

/** Changes a contact while it waits. */
const steered = (world: World, contactId: ContactId, change: (contact: Contact) => ReturnType<typeof changeContact>): Promise<Steered> =>
  settle<Steered>(world, async () => {
    const contact = await readContact(world.db, contactId);
    if (contact?.state !== 'waiting') return { stop: { refused: waitsNoMore } };
    const { after, writes } = change(contact);
    return { write: writes, then: { contact: after } };
  });

/** To another queue, by its priority and its steps, with the arrival that it had. */
async function move(world: World, contactId: ContactId, queueId: QueueId, by: AgentId): Promise<Steered> {
  const queue = await readQueue(world.db, queueId);
  if (queue === undefined) return { refused: noSuchQueue };
  return steered(world, contactId, (contact) => {
    const now = world.now();
    if (contact.queueId === queueId) return changeContact(contact, now, {}, []);
    const waits = waitsAgain(contact, queue, queue.priority, now);
    const told: Told[] = [...entryLeft(contact, 'withdrawn', now, by), ...waits.told];
    return changeContact(contact, now, { ...waits.changes, fallback: undefined }, told);
  });
}

const raise = (world: World, contactId: ContactId, { priority, note }: Extract<Steering, { do: 'raise' }>, by: AgentId) =>
  steered(world, contactId, (contact) => {
    const data = { priority, by, ...(note === undefined ? {} : { reason: note }) };
    return changeContact(contact, world.now(), { priority }, [{ type: 'PriorityChanged', data }]);
  });

async function release(world: World, contactId: ContactId, by: AgentId): Promise<Steered> {
  const contact = await readContact(world.db, contactId);
  if (contact?.state !== 'waiting' || contact.queueId === undefined) return { refused: waitsNoMore };
  const { fallback = unservedFlow } = await queueOf(world, contact.queueId);
  if (contact.transactionId === undefined) return { refused: waitsForCall };
  const still = ({ state, transactionId }: Contact) => state === 'waiting' && transactionId !== undefined;
  const left = await leaveQueue(world, contactId, 'withdrawn', contact.fallback ?? fallback, { by, still });
  return left === undefined ? { refused: waitsNoMore } : { contact: left };
}

/** Does it, and finds the contact an agent where it waits now. Refused when it does not wait any more. */
export async function steerContact(world: World, contactId: ContactId, what: Steering, by: AgentId): Promise<Steered> {
  if (what.do === 'release') return release(world, contactId, by);
  const done = await (what.do === 'move' ? move(world, contactId, what.queueId, by) : raise(world, contactId, what, by));
  if ('contact' in done) await lookAgain(world, contactId);
  return done;
}
