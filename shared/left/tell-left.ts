import type { ToClient } from '../wire/live.ts';
import type { World } from '../world.ts';
import { concernedBy } from './scope.ts';
import type { Box } from './voicemail/box.ts';

/** Pushes something left to everybody whom it concerns. Each push tells a whole state: a lost one is made up for by the page's next load. */
export async function tellLeft(
  world: World,
  box: Box,
  message: Extract<ToClient, { type: 'voicemail' | 'callback' | 'missed' }>,
): Promise<void> {
  const agents = await concernedBy(world, box);
  await Promise.all(agents.map(({ agentId }) => world.push(agentId, message)));
}
