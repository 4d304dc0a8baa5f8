import type { Request } from '../../../shared/wire/api.ts';
import { valueOf, type World } from '../app/world.ts';
import type { Action } from './action.ts';

export const openDevice: Action = {
  name: 'device',
  label: 'Talk by browser or telephone',
  shortcut: 'Shift+D',
  group: 'Window',
  allowed: (state) => state.agent !== undefined && state.link !== 'elsewhere',
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'device' }),
};

/** From the next call on the agent talks with this device; false when it was refused. */
export async function chooseDevice(world: World, device: Request<'POST /api/me/device'>['device']): Promise<boolean> {
  const agent = valueOf(world, await world.api.call('POST /api/me/device', { device }));
  if (agent !== undefined) world.dispatch({ type: 'agent', agent });
  return agent !== undefined;
}
