/**
 * The settings by which contacts and agents are matched. A function may go by what it read a few seconds ago (`World.recall`): nobody can order
 * a change of a setting against a call that comes at the same time, and after each change whoever waits or is idle is looked at again, when
 * every memory is over (`settings-changed`). What decides about one contact or one agent (their items, entries, vacancies, duties) is never
 * remembered.
 */
import type { FullHours } from '../hours/day-plan.ts';
import { hoursAt } from '../hours/hours-at.ts';
import type { Queue, RoutingProfile } from '../queues/queue.ts';
import { listProfiles, listQueues } from '../queues/settings.ts';
import type { QueueId } from '../ids.ts';
import type { World } from '../world.ts';

export interface RoutingSettings {
  queues: ReadonlyMap<QueueId, Queue>;
  profiles: readonly RoutingProfile[];
  /** Queues from which agents pick. */
  picked: ReadonlySet<QueueId>;
}

/** Reads, or remembers. */
export const recall = <T>(world: World, name: string, read: () => Promise<T>): Promise<T> => world.recall?.(name, read) ?? read();

async function read({ db }: World): Promise<RoutingSettings> {
  const [queues, profiles] = await Promise.all([listQueues(db), listProfiles(db)]);
  return {
    queues: new Map(queues.map((queue) => [queue.queueId, queue])),
    profiles,
    picked: new Set(queues.filter(({ picked }) => picked === true).map(({ queueId }) => queueId)),
  };
}

export const routingSettings = (world: World): Promise<RoutingSettings> => recall(world, 'routing', () => read(world));

/** A queue that a contact refers to: its absence is a fault, not a refusal. One that was made a moment ago is read anew. */
export async function queueOf(world: World, queueId: QueueId): Promise<Queue> {
  const queue = (await routingSettings(world)).queues.get(queueId) ?? (await read(world)).queues.get(queueId);
  if (queue === undefined) throw new Error(`The queue ${queueId} is not among the settings`);
  return queue;
}

/** The hours of a queue, with its calendars. Undefined when nobody has set them: then it never closes. */
export const hoursOf = (world: World, { hoursId }: Pick<Queue, 'hoursId'>): Promise<FullHours | undefined> =>
  recall(world, `hours ${hoursId}`, () => hoursAt(world.db, hoursId));
