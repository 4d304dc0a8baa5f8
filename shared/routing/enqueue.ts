import { waitingBreathMs } from '../contacts/breath.ts';
import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import { type ContactId, epochMs, instant, type QueueId } from '../ids.ts';
import type { World } from '../world.ts';
import { changeContact } from './change.ts';
import { type Claimed, offering, type Readied } from './claim.ts';
import { findAgent } from './find-agent.ts';
import { announceOrPassOn } from './match-agent.ts';
import { matchContact } from './match-contact.ts';
import { settle } from './settle.ts';

export interface Enqueuing {
  queueId: QueueId;
  topic?: string | undefined;
}

/** Pure: what makes a contact wait. */
function waits(contact: Contact, { queueId, topic }: Enqueuing, priority: number, nowMs: number): Readied<Contact> {
  const ofTopic = topic === undefined ? {} : { topic };
  return {
    changes: {
      state: 'waiting',
      queueId,
      queuedAt: instant(nowMs),
      priority,
      requirements: [{ queueId }],
      aliveUntil: instant(Math.max(epochMs(contact.aliveUntil), nowMs + waitingBreathMs)),
      ...ofTopic,
    },
    told: [{ type: 'ContactQueued', data: { queueId, priority, again: false, ...ofTopic } }],
  };
}

/**
 * Makes a contact wait in a queue and finds it an agent. With an agent idle already, one write does both; somebody else may be faster with
 * that agent: from the second attempt on the contact gets its entry by one write, and the match comes after it. So nothing that happens
 * afterwards can lose the contact. One that has left its flow already stays as it is.
 */
export async function enqueue(world: World, contactId: ContactId, where: Enqueuing): Promise<Contact> {
  const queued = await settle<{ contact: Contact; claimed?: Claimed }>(world, async (attempt) => {
    const contact = await requireContact(world.db, contactId);
    if (contact.state !== 'in-flow') return { stop: { contact } };
    const { queueId } = where;
    const [background, choice] = await Promise.all([
      readBackground(world.db, contact, queueId),
      attempt === 0 ? findAgent(world, queueId, new Set()) : undefined,
    ]);
    if (background.queue === undefined) throw new Error(`The queue ${queueId} is not among the settings`);
    const now = world.now();
    const ready = waits(contact, where, background.queue.priority, now);
    if (choice?.chosen === undefined) {
      const { after, writes } = changeContact(contact, now, ready.changes, ready.told);
      return { write: writes, then: { contact: after } };
    }
    const pair = { contact, agent: choice.chosen, queueId, background, candidates: choice.candidates, reason: choice.reason };
    const { writes, claimed } = offering(pair, now, { contact: ready });
    return { write: writes, then: { contact: claimed.contact, claimed } };
  });
  if (queued.claimed !== undefined) await announceOrPassOn(world, queued.claimed);
  else if (queued.contact.state === 'waiting') await matchContact(world, contactId);
  else return queued.contact;
  return requireContact(world.db, contactId);
}
