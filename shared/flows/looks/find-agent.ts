import { listAgents, readAgent } from '../../agents/read-agent.ts';
import { AgentId } from '../../ids.ts';
import type { World } from '../../world.ts';

/** The agent with that id, or that extension; nobody when there is none. */
export async function agentCalled(
  world: World,
  { agentId, extension }: { agentId?: string; extension?: string },
): Promise<{ agentId?: string }> {
  const { db } = world;
  if (agentId !== undefined) {
    const id = AgentId.safeParse(agentId);
    return id.success && (await readAgent(db, id.data)) !== undefined ? { agentId } : {};
  }
  const all = await Promise.all((await listAgents(db)).map((listing) => readAgent(db, listing.agentId)));
  const found = all.find((agent) => agent?.extension !== undefined && agent.extension === extension);
  return found === undefined ? {} : { agentId: found.agentId };
}
