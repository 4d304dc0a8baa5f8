import { readStanding } from '../../routing/standing.ts';
import type { World } from '../../world.ts';
import type { Json } from '../ask.ts';
import { queueServing } from '../../queues/queue-of-last.ts';

/** How the queue stands (`QueueState`) that serves the topic, or that takes what nobody else does. Without any queue nobody is there. */
export async function standingOf(world: World, topic: string): Promise<Json> {
  const queueId = await queueServing(world.db, topic);
  if (queueId === undefined) return { waiting: 0, staffed: 0, open: false };
  const { waiting, staffed, open, expectedWaitMinutes } = await readStanding(world, queueId);
  return { waiting, staffed, open, ...(expectedWaitMinutes === undefined ? {} : { expectedWaitMinutes }) };
}
