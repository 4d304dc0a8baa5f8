/** The floor: loaded once, then told row by row. A row older than the one we have is passed over. */
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

export function withFloor(state: FloorState, floor: Floor): FloorState {
  const at = floor.serverTime;
  const { problem: _solved, ...rest } = state;
  let next: FloorState = { ...rest, loaded: true };
  for (const queue of floor.queues) next = withFloorQueue(next, queue, at);
  for (const agent of floor.agents) next = withFloorAgent(next, agent, at);
  return next;
}
