/** The floor: loaded once, then told row by row. A row older than the one we have is passed over. */
import { reasonOf, type Reasons } from '../../../shared/reasons/words.ts';
import type { Floor, FloorAgent, FloorQueue } from '../../../shared/wire/api.ts';
import type { Dated, FloorState } from './state.ts';

function newer<T>(rows: Record<string, Dated<T>>, key: string, row: Dated<T>): Record<string, Dated<T>> {
  const known = rows[key];
  return known !== undefined && known.at > row.at ? rows : { ...rows, [key]: row };
}

export const withFloorQueue = (floor: FloorState, queue: FloorQueue, at: string): FloorState => ({
  ...floor,
  queues: newer(floor.queues, queue.queueId, { ...queue, at }),
});

export const withFloorAgent = (floor: FloorState, agent: FloorAgent, at: string): FloorState => ({
  ...floor,
  agents: newer(floor.agents, agent.agentId, { ...agent, at }),
});

export function withoutFloorAgent(floor: FloorState, agentId: string): FloorState {
  const { [agentId]: _gone, ...agents } = floor.agents;
  return { ...floor, agents };
}

export function withFloor(state: FloorState, floor: Floor): FloorState {
  const at = floor.serverTime;
  const { problem: _solved, ...rest } = state;
  let next: FloorState = { ...rest, loaded: true };
  for (const queue of floor.queues) next = withFloorQueue(next, queue, at);
  for (const agent of floor.agents) next = withFloorAgent(next, agent, at);
  return next;
}

/** Somebody whose client has gone, though they did not. */
export const isLost = ({ live, status }: Pick<FloorAgent, 'live' | 'status'>): boolean => !live && status !== 'offline';

const stands = ['in a call', 'ringing', 'in wrap-up', 'idle', 'at other work', 'on a break', 'without connection', 'offline'] as const;

function standOf(agent: FloorAgent, reasons: Reasons): (typeof stands)[number] {
  if (isLost(agent)) return 'without connection';
  if (agent.state === 'engaged') return 'in a call';
  if (agent.state === 'offered') return 'ringing';
  if (agent.state === 'wrapping-up') return 'in wrap-up';
  if (agent.status !== 'on-break') return agent.status === 'available' ? 'idle' : 'offline';
  return reasonOf(reasons, 'breaks', agent.breakReason)?.productive === true ? 'at other work' : 'on a break';
}

/** Pure: how many are what, in the same order each time, so that a glance is enough. */
export const floorSummary = (agents: readonly FloorAgent[], reasons: Reasons): string =>
  stands
    .map((stand) => ({ stand, count: agents.filter((agent) => standOf(agent, reasons) === stand).length }))
    .filter(({ count, stand }) => count > 0 || stand === 'idle')
    .map(({ count, stand }) => `${count} ${stand}`)
    .join(' · ');
