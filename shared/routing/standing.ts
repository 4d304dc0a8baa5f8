import { isOpen } from '../hours/is-open.ts';
import type { QueueId } from '../ids.ts';
import type { World } from '../world.ts';
import { estimateMs, minutesOf } from './decide/estimate.ts';
import { readPace } from './pace.ts';
import { countStaff, readEntries, readVacancies } from './read-places.ts';
import { hoursOf, queueOf, routingSettings } from './routing-settings.ts';

/** What somebody would meet who came into a queue now. */
export interface Standing {
  /** Contacts that wait in it, without those that overflow from other queues. */
  waiting: number;
  /** Agents on duty who serve it: available, with a client; busy or not. */
  staffed: number;
  /** Of these, idle. */
  free: number;
  open: boolean;
  /** Rounded up to minutes; absent when nobody is on duty or too little is known (decision 0017). */
  expectedWaitMinutes?: number;
}

/** By strong reads: the list, and of each routing profile that serves the queue who is on duty and who is idle. */
export async function readStanding(world: World, queueId: QueueId): Promise<Standing> {
  const [{ profiles }, queue] = await Promise.all([routingSettings(world), queueOf(world, queueId)]);
  const serving = profiles.filter(({ serves }) => serves.some((one) => one.queueId === queueId));
  const [entries, staffed, vacancies, hours, pace] = await Promise.all([
    readEntries(world.db, queueId),
    countStaff(world.db, [queueId], profiles),
    Promise.all(serving.map(({ profileId }) => readVacancies(world.db, profileId))),
    hoursOf(world, queue),
    readPace(world, queueId),
  ]);
  const free = entries.length === 0 ? vacancies.flat().length : 0;
  const wait = estimateMs({ position: entries.length + 1, staffed, free, pace });
  return {
    waiting: entries.filter(({ ofQueueId }) => ofQueueId === undefined).length,
    staffed,
    free: vacancies.flat().length,
    open: hours === undefined || isOpen(hours, world.now()),
    ...(wait === undefined ? {} : { expectedWaitMinutes: minutesOf(wait) }),
  };
}
