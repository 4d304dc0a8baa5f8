/** Whom an agent can call: colleagues with their presence, and queues with what a caller would meet there. */
import type { FullHours } from '../hours/day-plan.ts';
import { allHours } from '../hours/hours-at.ts';
import { isOpen } from '../hours/is-open.ts';
import { epochMs, instant } from '../ids.ts';
import type { Queue, RoutingProfile } from '../queues/queue.ts';
import { listProfiles, listQueues } from '../queues/settings.ts';
import { estimateMs, minutesOf } from '../routing/decide/estimate.ts';
import { readPace } from '../routing/pace.ts';
import { readEntries } from '../routing/read-places.ts';
import type { Directory } from '../wire/api.ts';
import type { World } from '../world.ts';
import type { Agent, Entry } from './agent.ts';
import { isLive } from './availability.ts';
import { listAgents, readAgent } from './read-agent.ts';

type AgentLine = Directory['agents'][number];
type QueueLine = Directory['queues'][number];

/** Pure: why a colleague can't be called now, as the picker says it; undefined when they can. A break is no reason: they are there. */
export function whyUnreachable(agent: Agent, nowMs: number): string | undefined {
  if (agent.status === 'offline') return 'is offline';
  if (!isLive(agent, nowMs)) return 'has no open window';
  if (agent.state === 'offered') return 'is being offered a contact';
  if (agent.state === 'engaged') return 'is in a conversation';
  if (agent.state === 'wrapping-up') return 'is in wrap-up';
  return undefined;
}

/** Pure: a colleague as the picker shows them. */
export function viewColleague(agent: Agent, nowMs: number): AgentLine {
  const { agentId, name, extension, status, breakReason, backAt, state, since, supervises } = agent;
  const why = whyUnreachable(agent, nowMs);
  return {
    agentId,
    name,
    status,
    state,
    since,
    live: isLive(agent, nowMs),
    reachable: why === undefined,
    ...(why === undefined ? {} : { why }),
    ...(extension === undefined ? {} : { extension }),
    ...(breakReason === undefined ? {} : { breakReason }),
    ...(backAt === undefined ? {} : { backAt }),
    ...(supervises === true ? { supervisor: true } : {}),
  };
}

/** What is known of a queue at a moment. `entries` in the order in which they are served. */
export interface Standing {
  queue: Queue;
  hours: FullHours | undefined;
  profiles: readonly RoutingProfile[];
  agents: readonly Agent[];
  entries: readonly Entry[];
  /** How long one agent takes per contact, where it is known. */
  pace?: number | undefined;
}

/**
 * Pure: how long somebody who comes now will wait, while too little is known to measure it, in minutes rounded up. It is the time that the
 * first in line has waited so far, the plain measure of a line that moves; with nobody in line and somebody free it is one. Undefined when it can't be told: nobody is there to
 * serve, or all are busy and nobody has waited yet.
 */
export function expectedWaitMinutes(staffed: number, free: number, first: Entry | undefined, nowMs: number): number | undefined {
  if (staffed === 0) return undefined;
  if (first === undefined) return free > 0 ? 1 : undefined;
  return Math.max(1, Math.ceil((nowMs - epochMs(first.queuedAt)) / 60_000));
}

/** Pure: a queue as the picker shows it. */
export function viewQueue({ queue, hours, profiles, agents, entries, pace }: Standing, nowMs: number): QueueLine {
  const { queueId, name } = queue;
  const serving = new Set(profiles.filter(({ serves }) => serves.some((one) => one.queueId === queueId)).map(({ profileId }) => profileId));
  const staff = agents.filter((agent) => serving.has(agent.profileId) && agent.status === 'available' && isLive(agent, nowMs));
  const longestSince = entries.map(({ queuedAt }) => queuedAt).sort()[0];
  const free = staff.filter(({ state }) => state === 'idle').length;
  const line = { position: entries.length + 1, staffed: staff.length, free: entries.length === 0 ? free : 0, pace };
  const wait = estimateMs(line);
  const minutes = wait === undefined ? expectedWaitMinutes(staff.length, free, entries[0], nowMs) : minutesOf(wait);
  return {
    queueId,
    name,
    open: hours !== undefined && isOpen(hours, nowMs),
    staffed: staff.length,
    waiting: entries.length,
    ...(longestSince === undefined ? {} : { longestSince }),
    ...(minutes === undefined ? {} : { expectedWaitMinutes: minutes }),
  };
}

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

/** Everybody and every queue as they are now: by strong reads, one for each agent and queue and three more. */
export async function readDirectory(world: World): Promise<Directory> {
  const { db } = world;
  const [listings, queues, profiles, hours] = await Promise.all([listAgents(db), listQueues(db), listProfiles(db), allHours(db)]);
  const [found, entries, paces] = await Promise.all([
    Promise.all(listings.map(({ agentId }) => readAgent(db, agentId))),
    Promise.all(queues.map(({ queueId }) => readEntries(db, queueId))),
    Promise.all(queues.map(({ queueId }) => readPace(world, queueId))),
  ]);
  const agents = found.filter((agent) => agent !== undefined);
  const now = world.now();
  return {
    agents: agents.map((agent) => viewColleague(agent, now)).sort(byName),
    queues: queues
      .map((queue, i) =>
        viewQueue({ queue, hours: hours.get(queue.hoursId), profiles, agents, entries: entries[i] ?? [], pace: paces[i] }, now),
      )
      .sort(byName),
    serverTime: instant(now),
  };
}
