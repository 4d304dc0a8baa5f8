import type { AgentView } from '../wire/api.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** An agent as they see themselves. */
export function viewAgent(agent: Agent): AgentView {
  const { agentId, name, status, breakReason, backAt, state, since, nextStatus, nextBreakReason, nextBackAt } = agent;
  const { notice, device, extension, help, late } = agent;
  return {
    agentId,
    name,
    status,
    state,
    since,
    ...(breakReason === undefined ? {} : { breakReason }),
    ...(backAt === undefined ? {} : { backAt }),
    ...(nextStatus === undefined ? {} : { nextStatus }),
    ...(nextBreakReason === undefined ? {} : { nextBreakReason }),
    ...(nextBackAt === undefined ? {} : { nextBackAt }),
    ...(notice === undefined ? {} : { notice }),
    ...(device === undefined ? {} : { device }),
    ...(extension === undefined ? {} : { extension }),
    ...(help === undefined ? {} : { help }),
    ...(late === undefined ? {} : { late }),
  };
}

/** Tells an agent's client what the agent is now. */
export async function tellAgent(world: World, agent: Agent): Promise<void> {
  await world.push(agent.agentId, { type: 'agent', agent: viewAgent(agent) });
}
