import { readContact } from '../contacts/read-contact.ts';
import type { FullHours } from '../hours/day-plan.ts';
import { allHours } from '../hours/hours-at.ts';
import type { Item } from '../database/database.ts';
import { instant, type ProfileId, QueueId } from '../ids.ts';
import { type Queue, settingKeys } from '../queues/queue.ts';
import { listQueues, readQueue } from '../queues/settings.ts';
import type { World } from '../world.ts';
import type { ItemChange } from './catch-up.ts';
import { reviewContact, setNextLook } from './look-again.ts';
import { leaveQueue, unservedFlow } from './leave-queue.ts';
import { matchAgent } from './match-agent.ts';
import { readEntries, readVacancies } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';

/** Whoever entered a queue in the moment in which it was removed goes where callers go whom nobody serves. */
async function emptyQueue(world: World, queueId: QueueId): Promise<void> {
  for (const { contactId, ofQueueId } of await readEntries(world.db, queueId)) {
    const contact = ofQueueId === undefined ? await readContact(world.db, contactId) : undefined;
    const flow = contact?.fallback ?? unservedFlow;
    if (contact?.queueId === queueId) await leaveQueue(world, contactId, 'closed', flow, { still: (one) => one.queueId === queueId });
  }
}

/** Those who wait in a queue of their own: may they stay, and until when? */
async function reviewQueue(world: World, queueId: QueueId): Promise<void> {
  if ((await readQueue(world.db, queueId)) === undefined) return emptyQueue(world, queueId);
  for (const { contactId, ofQueueId } of await readEntries(world.db, queueId)) {
    const contact = ofQueueId === undefined ? await readContact(world.db, contactId) : undefined;
    if (contact === undefined || (await reviewContact(world, contact)) !== undefined) continue;
    await setNextLook(world, contact);
  }
}

/** Agents of these profiles who sit idle may serve others by now. */
async function matchIdle(world: World, profiles: readonly ProfileId[]): Promise<void> {
  const vacancies = await Promise.all(profiles.map((profileId) => readVacancies(world.db, profileId)));
  for (const { agentId } of vacancies.flat()) await matchAgent(world, agentId);
}

/** Are the items of this partition of the Settings table ones by which contacts and agents are matched? */
export const isRoutingSetting = (pk: string): boolean =>
  [settingKeys.queue('').pk, settingKeys.profile('').pk, settingKeys.hours('').pk, settingKeys.calendar('').pk].includes(pk);

/** Longer than anybody goes by what they have read of the settings (`World.recall`). */
const afterMs = 5_000;

/** The queues that a queue, a routing profile, hours or a calendar of hours have to do with, as they were and are. */
function concerned(items: readonly Item[], queues: readonly Queue[], hours: ReadonlyMap<string, FullHours>): QueueId[] {
  const ids = items.flatMap((item): unknown[] => {
    if (Array.isArray(item['serves'])) return (item['serves'] as { queueId: unknown }[]).map(({ queueId }) => queueId);
    if (item['queueId'] !== undefined) return [item['queueId']];
    const { hoursId, calendarId } = item;
    const named = (id: string) => typeof calendarId === 'string' && hours.get(id)?.calendarIds?.includes(calendarId) === true;
    return queues.filter((queue) => queue.hoursId === hoursId || named(queue.hoursId)).map(({ queueId }) => queueId);
  });
  return [...new Set(ids.flatMap((id) => QueueId.safeParse(id).data ?? []))];
}

/** A setting by which contacts and agents are matched was changed: when everybody goes by it, those concerned are looked at again. */
export async function settingTold(world: World, { before, after }: Pick<ItemChange, 'before' | 'after'>): Promise<void> {
  const items = [before, after].filter((item) => item !== undefined);
  const [queues, hours] = await Promise.all([listQueues(world.db), allHours(world.db)]);
  const queueIds = concerned(items, queues, hours);
  if (queueIds.length > 0) await world.setDeadline({ kind: 'settings-changed', queueIds }, instant(world.now() + afterMs));
}

/** After a change of queues, or of routing profiles that serve them: idle agents are matched anew, and those who wait are looked at. */
export async function settingsChanged(world: World, queueIds: readonly QueueId[]): Promise<void> {
  const { profiles } = await routingSettings(world);
  const serving = profiles.filter(({ serves }) => serves.some(({ queueId }) => queueIds.includes(queueId)));
  await matchIdle(
    world,
    serving.map(({ profileId }) => profileId),
  );
  for (const queueId of queueIds) await reviewQueue(world, queueId);
}

/** The last agent on duty of a routing profile may have gone: those who wait in its queues may have nobody left. */
export async function dutyEnded(world: World, profileId: ProfileId): Promise<void> {
  const { profiles, queues } = await routingSettings(world);
  const served = profiles.find((one) => one.profileId === profileId)?.serves.map(({ queueId }) => queueId) ?? [];
  for (const queueId of served) if (queues.get(queueId)?.needsStaff === true) await reviewQueue(world, queueId);
}
