/** The floor: how queues and agents stand, read whole or told change by change. */
import { Agent, routingKeys } from '../agents/agent.ts';
import { isLive } from '../agents/availability.ts';
import { listAgents, readAgent } from '../agents/read-agent.ts';
import { viewAgent } from '../agents/view-agent.ts';
import { readContact } from '../contacts/read-contact.ts';
import type { Database, Item } from '../database/database.ts';
import { AgentId, instant, QueueId } from '../ids.ts';
import type { Queue, RoutingProfile } from '../queues/queue.ts';
import { listProfiles, listQueues, readProfile, readQueue } from '../queues/settings.ts';
import type { ItemChange } from '../routing/catch-up.ts';
import { readAccuracy } from '../routing/pace.ts';
import { readEntries } from '../routing/read-places.ts';
import type { Floor, FloorAgent, FloorQueue } from '../wire/api.ts';
import type { World } from '../world.ts';

const listingPk = routingKeys.listing(AgentId.parse('any')).pk;

async function floorQueue(db: Database, queueId: QueueId, queue: Queue | undefined): Promise<FloorQueue> {
  const [entries, accuracy] = await Promise.all([readEntries(db, queueId), readAccuracy(db, queueId)]);
  const longestSince = entries.map((entry) => entry.queuedAt).sort()[0];
  return {
    queueId,
    name: queue?.name ?? queueId,
    waiting: entries.length,
    ...(longestSince === undefined ? {} : { longestSince }),
    ...(accuracy === undefined ? {} : { accuracy }),
  };
}

async function floorAgent(world: World, agent: Agent, profile: RoutingProfile | undefined): Promise<FloorAgent> {
  const { notice: _, ...view } = viewAgent(agent);
  const contact = agent.contactId === undefined ? undefined : await readContact(world.db, agent.contactId);
  const queue = contact?.queueId === undefined ? undefined : await readQueue(world.db, contact.queueId);
  return {
    ...view,
    live: isLive(agent, world.now()),
    ...(profile === undefined ? {} : { profileName: profile.name }),
    ...(queue === undefined ? {} : { queueName: queue.name }),
  };
}

/** Everything at once: what a supervisor sees before the first push. */
export async function viewFloor(world: World): Promise<Floor> {
  const [queues, profiles, listings] = await Promise.all([listQueues(world.db), listProfiles(world.db), listAgents(world.db)]);
  const profileOf = new Map(profiles.map((profile) => [profile.profileId, profile]));
  const agents = (await Promise.all(listings.map(({ agentId }) => readAgent(world.db, agentId)))).filter((agent) => agent !== undefined);
  return {
    queues: await Promise.all(queues.map((queue) => floorQueue(world.db, queue.queueId, queue))),
    agents: (await Promise.all(agents.map((agent) => floorAgent(world, agent, profileOf.get(agent.profileId))))).sort((a, b) =>
      a.name.localeCompare(b.name),
    ),
    serverTime: instant(world.now()),
  };
}

/** A heartbeat of a client that was alive already changes nothing that anybody sees. */
function isHeartbeat(before: Item | undefined, after: Item): boolean {
  if (before?.['leaseUntil'] === undefined || after['leaseUntil'] === undefined) return false;
  return before['version'] === after['version'];
}

/** Pushes an agent's or a queue's new state to those who watch. Each push tells a whole state, so a repeat does no harm. */
export async function tellFloor(world: World, change: ItemChange & { pk: string }): Promise<void> {
  const at = instant(world.now());
  if (change.sk === 'AGENT' && change.after !== undefined && !isHeartbeat(change.before, change.after)) {
    const agent = Agent.parse(change.after);
    // The last words of somebody who has been taken out of the lists.
    if (agent.status === 'offline' && (await world.db.get('routing', routingKeys.listing(agent.agentId))) === undefined) return;
    const now = async () => floorAgent(world, agent, await readProfile(world.db, agent.profileId));
    await world.pushToFloor(async () => ({ type: 'floor-agent', agent: await now(), at }));
  }
  if (change.pk === listingPk && change.after === undefined) {
    const agentId = AgentId.parse(change.sk.slice('AGENT#'.length));
    await world.pushToFloor(() => Promise.resolve({ type: 'floor-agent-gone', agentId, at }));
  }
  if (change.sk.startsWith('WAIT#')) {
    const queueId = QueueId.parse(change.pk.slice('QUEUE#'.length));
    const queue = async () => floorQueue(world.db, queueId, await readQueue(world.db, queueId));
    await world.pushToFloor(async () => ({ type: 'floor-queue', queue: await queue(), at }));
  }
}
