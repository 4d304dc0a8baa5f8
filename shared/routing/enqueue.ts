import { waitingBreathMs } from '../contacts/breath.ts';
import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import { strongly } from '../database/database.ts';
import { type AgentId, type ContactId, epochMs, instant, type QueueId } from '../ids.ts';
import type { Queue, Step } from '../queues/queue.ts';
import type { World } from '../world.ts';
import { changeContact } from './change.ts';
import { type Claimed, offering, type Readied } from './claim.ts';
import { overflowAt } from './decide/steps.ts';
import { entryAhead } from './entry-ahead.ts';
import { findAgent, type FoundAgent } from './find-agent.ts';
import { outOfQueue } from './leave-queue.ts';
import { reviewContact } from './look-again.ts';
import { announceOrPassOn } from './match-agent.ts';
import { matchContact } from './match-contact.ts';
import { requirementsOf } from './requirements.ts';
import { queueOf } from './routing-settings.ts';
import { type Ahead, settleByGlance, takeAheadBack } from './settle.ts';

/** Where a contact shall wait. What the flow does not say is as the queue has it. */
export interface Enqueuing {
  queueId: QueueId;
  topic?: string | undefined;
  priority?: number | undefined;
  steps?: readonly Step[] | undefined;
  /** The flow to which the caller goes who leaves unserved. */
  fallback?: string | undefined;
}

/** Pure: what makes a contact wait. */
function waits(contact: Contact, where: Enqueuing, queue: Queue, requirements: Step[], nowMs: number): Readied<Contact> {
  const { queueId, topic, fallback } = where;
  const ofTopic = topic === undefined ? {} : { topic };
  const priority = where.priority ?? queue.priority;
  return {
    changes: {
      ...outOfQueue,
      state: 'waiting',
      queueId,
      queuedAt: instant(nowMs),
      priority,
      requirements,
      alsoIn: overflowAt({ requirements, queuedAt: instant(nowMs) }, queueId, nowMs),
      ...(fallback === undefined ? {} : { fallback }),
      aliveUntil: instant(Math.max(epochMs(contact.aliveUntil), nowMs + waitingBreathMs)),
      ...ofTopic,
    },
    told: [{ type: 'ContactQueued', data: { queueId, priority, again: false, ...ofTopic } }],
  };
}

type Outcome = { contact: Contact; claimed?: Claimed };

/** So often the write that queues tries to offer too: others may be faster with the agents of the first attempts. */
const offeringAttempts = 3;

/** What the attempts at the write know of each other. */
interface Tried {
  /** With whom it did not succeed. */
  taken: Set<AgentId>;
  /** The contact, for the first. */
  known: Contact | undefined;
  /** The entry that the first may have left ahead. */
  ahead?: Ahead | undefined;
}

/** One attempt at the write that queues, and offers at once when somebody is free. */
async function attemptAt(world: World, contactId: ContactId, where: Enqueuing, attempt: number, tried: Tried) {
  const { taken, known } = tried;
  const strong = { ...world, db: strongly(world.db) };
  const { queueId } = where;
  const queue = await queueOf(world, queueId);
  const steps = where.steps ?? queue.steps ?? [];
  // Whom it asks for says the queue alone, unless agents are named: then the search need not wait for the contact.
  const isSameForAll = steps.every(({ agent }) => agent === undefined);
  const look = (requirements: Step[]): Promise<FoundAgent | undefined> =>
    findAgent(world, { queueId, requirements, queuedAt: instant(world.now()) }, { taken });
  const offers = attempt < offeringAttempts;
  const [contact, early] = await Promise.all([
    attempt === 0 && known !== undefined ? known : requireContact(world.db, contactId),
    offers && isSameForAll ? look([...steps]) : undefined,
  ]);
  if (contact.state !== 'in-flow') return { stop: { contact } };
  const requirements = isSameForAll ? [...steps] : await requirementsOf(strong, contact, steps);
  const now = world.now();
  const ready = waits(contact, where, queue, requirements, now);
  const [background, found] = await Promise.all([
    readBackground(world.db, contact, queueId, queue),
    early ?? (offers ? look(requirements) : undefined),
  ]);
  if (found?.chosen === undefined) {
    // From the second attempt on what stands ahead may be another's, who counts on it: a place in the same write replaces it.
    const { after, writes, ahead } =
      attempt === 0
        ? entryAhead(world, contact, now, ready)
        : { ...changeContact(contact, now, ready.changes, ready.told), ahead: undefined };
    tried.ahead ??= ahead;
    return { ahead, write: writes, then: { contact: after } };
  }
  const { chosen: agent, candidates, reason, grounds } = found;
  // What was known of the contact may be old, by the flow's own doing: then nobody was faster.
  if (contact !== known) taken.add(agent.agentId);
  const { writes, claimed } = offering({ contact, agent, queueId, background, candidates, reason, grounds }, now, { contact: ready });
  return { write: writes, then: { contact: claimed.contact, claimed } };
}

/**
 * Makes a contact wait in a queue and finds it an agent. With an agent idle already, one write does both; somebody else may be faster with
 * that agent: then it goes on with the next. After some attempts the contact gets its entry by one write, and the match comes after it. So
 * nothing that happens afterwards can lose the contact. One that finds nobody and whom the queue does not keep (closed, full, nobody on duty)
 * goes to its fallback at once. One that has left its flow already stays as it is. `known`: the contact as it was read a moment ago.
 */
export async function enqueue(world: World, contactId: ContactId, where: Enqueuing, known?: Contact): Promise<Contact> {
  const tried: Tried = { taken: new Set<AgentId>(), known };
  const queued = await settleByGlance<Outcome>(world, (seen, attempt) => attemptAt(seen, contactId, where, attempt, tried));
  const { claimed, contact: after } = queued;
  if (after.state !== 'waiting' && tried.ahead !== undefined) await takeAheadBack(world, tried.ahead);
  if (claimed === undefined && after.state !== 'waiting') return after;
  if (claimed !== undefined && (await announceOrPassOn(world, claimed))) return after;
  const matched = claimed === undefined ? await matchContact(world, contactId, after) : undefined;
  const contact = matched ?? (await requireContact(world.db, contactId));
  return (await reviewContact(world, contact, true)) ?? contact;
}
