import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { type ContactId, epochMs, instant, type QueueId } from '../ids.ts';
import { requireQueue } from '../queues/settings.ts';
import type { World } from '../world.ts';
import { changeContact } from './change.ts';
import { matchContact } from './match-contact.ts';
import { settle } from './settle.ts';

/** A waiting contact must be renewed within this time: two segments of music and some. */
export const waitingBreathMs = 90_000;

/**
 * Makes a contact wait in a queue and looks for an agent. The contact waits and has its entry by one write, so that nothing that happens
 * afterwards can lose it. A contact that has left its flow already stays as it is.
 */
export async function enqueue(
  world: World,
  contactId: ContactId,
  { queueId, topic }: { queueId: QueueId; topic?: string | undefined },
): Promise<Contact> {
  const queued = await settle<Contact>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    if (contact.state !== 'in-flow') return { stop: contact };
    const { priority } = await requireQueue(world.db, queueId);
    const now = world.now();
    const { after, writes } = changeContact(
      contact,
      now,
      {
        state: 'waiting',
        queueId,
        queuedAt: instant(now),
        priority,
        requirements: [{ queueId }],
        aliveUntil: instant(Math.max(epochMs(contact.aliveUntil), now + waitingBreathMs)),
        ...(topic === undefined ? {} : { topic }),
      },
      [{ type: 'ContactQueued', data: { queueId, priority, again: false, ...(topic === undefined ? {} : { topic }) } }],
    );
    return { write: writes, then: after };
  });
  if (queued.state !== 'waiting') return queued;
  await matchContact(world, contactId);
  return requireContact(world.db, contactId);
}
