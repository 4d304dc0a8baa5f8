import type { AgentId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readCalling } from '../queues/read-calling.ts';
import { changeAgent } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import { mayDial } from '../talk/may-dial.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import type { Device } from './device.ts';
import { requireAgent } from './read-agent.ts';
import { tellAgent } from './view-agent.ts';

/** Pure: the same telephone, or both the browser. */
const same = (a: Device, b: Device): boolean => JSON.stringify(a) === JSON.stringify(b);
const browser: Device = { kind: 'browser' };

/**
 * With what the agent will talk from the next conversation on; the present one goes on where it is. Refused for a telephone that nobody may
 * call from here, since each offer calls it.
 */
export async function chooseDevice(world: World, agentId: AgentId, wanted: Device): Promise<{ agent: Agent } | { refused: Problem }> {
  if (wanted.kind === 'phone') {
    const judged = mayDial(await readCalling(world.db), wanted.number);
    if ('refused' in judged) return judged;
  }
  const agent = await settle<Agent>(world, async () => {
    const before = await requireAgent(world.db, agentId);
    if (same(before.device ?? browser, wanted)) return { stop: before };
    const device = wanted.kind === 'browser' ? undefined : wanted;
    const { after, writes } = changeAgent(before, world.now(), { device }, []);
    return { write: writes, then: after };
  });
  await tellAgent(world, agent);
  return { agent };
}
