import { readContact } from '../contacts/read-contact.ts';
import type { ProfileId, QueueId } from '../ids.ts';
import type { World } from '../world.ts';
import { reviewContact, setNextLook } from './look-again.ts';
import { matchAgent } from './match-agent.ts';
import { readEntries, readVacancies } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';

/** Those who wait in a queue of their own: may they stay, and until when? */
async function reviewQueue(world: World, queueId: QueueId): Promise<void> {
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
