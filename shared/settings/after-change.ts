import { listAgents } from '../agents/read-agent.ts';
import { QueueId, type QueueId as Id } from '../ids.ts';
import { listProfiles, listQueues } from '../queues/settings.ts';
import { settingsChanged } from '../routing/settings-changed.ts';
import { readReasons } from '../reasons/read-reasons.ts';
import type { ToClient } from '../wire/live.ts';
import type { World } from '../world.ts';
import { readNotices } from './view-notice.ts';

/** Queues for which a change may let somebody be served, or have to leave. */
async function touched({ db }: World, kind: string, id: string): Promise<Id[]> {
  if (kind === 'queue') return [QueueId.parse(id)];
  if (kind === 'profile') {
    const profile = (await listProfiles(db)).find(({ profileId }) => profileId === id);
    return profile?.serves.map(({ queueId }) => queueId) ?? [];
  }
  if (kind !== 'hours' && kind !== 'calendar') return [];
  // A calendar belongs to hours: whose queues they are is not asked, changes are rare.
  return (await listQueues(db)).filter(({ hoursId }) => kind === 'calendar' || hoursId === id).map(({ queueId }) => queueId);
}

async function tellAll(world: World, word: ToClient): Promise<void> {
  for (const { agentId } of await listAgents(world.db)) await world.push(agentId, word);
}

/** What follows a change of a setting; harmless twice. */
export async function afterSettingChanged(world: World, kind: string, id: string): Promise<void> {
  if (kind === 'notice') return tellAll(world, { type: 'notices', notices: await readNotices(world.db, world.now()) });
  if (kind === 'reasons') return tellAll(world, { type: 'reasons', reasons: await readReasons(world.db) });
  const queues = await touched(world, kind, id);
  if (queues.length > 0) await settingsChanged(world, queues);
}
