/** Reads of the Settings table. Each answers undefined for what nobody has set. */
import type { Database } from '../database/database.ts';
import type { ProfileId, QueueId } from '../ids.ts';
import { NumberRoute, Queue, RoutingProfile, settingKeys, Topic } from './queue.ts';

export async function readQueue(db: Database, queueId: QueueId): Promise<Queue | undefined> {
  const item = await db.get('settings', settingKeys.queue(queueId));
  return item === undefined ? undefined : Queue.parse(item);
}

/** A queue that a contact or agent already refers to: its absence is a fault, not a refusal. */
export async function requireQueue(db: Database, queueId: QueueId): Promise<Queue> {
  const queue = await readQueue(db, queueId);
  if (queue === undefined) throw new Error(`The queue ${queueId} is not among the settings`);
  return queue;
}

export async function readProfile(db: Database, profileId: ProfileId): Promise<RoutingProfile | undefined> {
  const item = await db.get('settings', settingKeys.profile(profileId));
  return item === undefined ? undefined : RoutingProfile.parse(item);
}

export async function listQueues(db: Database): Promise<Queue[]> {
  return (await db.query({ table: 'settings', pk: settingKeys.queue('').pk })).map((item) => Queue.parse(item));
}

export async function listProfiles(db: Database): Promise<RoutingProfile[]> {
  return (await db.query({ table: 'settings', pk: settingKeys.profile('').pk })).map((item) => RoutingProfile.parse(item));
}

/** The queue that serves a menu's answer. */
export async function queueOfTopic(db: Database, topic: string): Promise<QueueId | undefined> {
  const item = await db.get('settings', settingKeys.topic(topic));
  return item === undefined ? undefined : Topic.parse(item).queueId;
}

/** Which flow answers a dialled number; a number without a row of its own is answered as `default` is. */
export async function routeOfNumber(db: Database, number: string): Promise<NumberRoute | undefined> {
  const item = (await db.get('settings', settingKeys.number(number))) ?? (await db.get('settings', settingKeys.number('default')));
  return item === undefined ? undefined : NumberRoute.parse(item);
}
