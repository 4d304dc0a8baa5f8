/** What of all that callers leave concerns somebody: their own box and those of the queues that they serve; supervisors: everything. */
import type { Agent } from '../agents/agent.ts';
import { isLive } from '../agents/availability.ts';
import { listAgents, readAgent, requireAgent } from '../agents/read-agent.ts';
import type { Database } from '../database/database.ts';
import type { AgentId, QueueId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { listProfiles, listQueues, readProfile } from '../queues/settings.ts';
import type { World } from '../world.ts';
import type { Box } from './voicemail/box.ts';

/** Who asks. */
export interface Asking {
  agentId: AgentId;
  supervises: boolean;
}

export const notConcerned: Problem = {
  code: 'not-concerned',
  sentence: 'This is for a queue that you don’t serve, or for a colleague.',
  remedy: 'Ask a supervisor, or a colleague who serves the queue.',
  status: 403,
};

/** The queues whose callers concern somebody. */
export async function queuesOf(db: Database, { agentId, supervises }: Asking): Promise<QueueId[]> {
  if (supervises) return (await listQueues(db)).map(({ queueId }) => queueId);
  const { profileId } = await requireAgent(db, agentId);
  return [...new Set((await readProfile(db, profileId))?.serves.map(({ queueId }) => queueId) ?? [])];
}

export async function boxesOf(db: Database, asking: Asking): Promise<Box[]> {
  const [queues, agents] = await Promise.all([queuesOf(db, asking), asking.supervises ? listAgents(db) : [{ agentId: asking.agentId }]]);
  return [...queues.map((queueId) => ({ queueId })), ...agents.map(({ agentId }) => ({ agentId }))];
}

export async function mayOpen(db: Database, asking: Asking, box: Box): Promise<boolean> {
  if (asking.supervises) return true;
  return 'agentId' in box ? box.agentId === asking.agentId : (await queuesOf(db, asking)).includes(box.queueId);
}

/** Everybody with an open client whom something in this box concerns. */
export async function concernedBy(world: World, box: Box): Promise<Agent[]> {
  const { db } = world;
  const [listings, profiles] = await Promise.all([listAgents(db), listProfiles(db)]);
  const found = await Promise.all(listings.map(({ agentId }) => readAgent(db, agentId)));
  const serving = profiles.filter(({ serves }) => 'queueId' in box && serves.some(({ queueId }) => queueId === box.queueId));
  return found.filter(
    (agent) =>
      agent !== undefined &&
      isLive(agent, world.now()) &&
      (agent.supervises === true ||
        ('agentId' in box ? agent.agentId === box.agentId : serving.some(({ profileId }) => profileId === agent.profileId))),
  ) as Agent[];
}
