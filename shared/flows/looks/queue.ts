import { queueOfTopic } from '../../queues/settings.ts';
import { readStanding } from '../../routing/standing.ts';
import type { World } from '../../world.ts';
import type { Json } from '../ask.ts';
import { queueOfLast } from '../lose.ts';

/** How the queue stands (`QueueState`) that serves the topic, or that takes what nobody else does. Without any queue nobody is there. */
export async function standingOf(world: World, topic: string): Promise<Json> {
  const queueId = (await queueOfTopic(world.db, topic)) ?? (await queueOfLast(world));
  if (queueId === undefined) return { waiting: 0, staffed: 0, open: false };
  const { waiting, staffed, open, expectedWaitMinutes } = await readStanding(world, queueId);
  return { waiting, staffed, open, ...(expectedWaitMinutes === undefined ? {} : { expectedWaitMinutes }) };
}
