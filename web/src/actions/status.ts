import type { BreakReason, Status } from '../../../shared/agents/words.ts';
import type { Instant } from '../../../shared/ids.ts';
import { valueOf, type World } from '../app/world.ts';
import { isReady } from '../call/devices.ts';
import type { Reason } from '../../../shared/reasons/words.ts';
import type { State } from '../state/state.ts';
import type { Action } from './action.ts';

interface Choice {
  status: Status;
  breakReason?: BreakReason;
  backAt?: Instant;
}

export async function choose(world: World, choice: Choice): Promise<boolean> {
  const agent = valueOf(world, await world.api.call('POST /api/me/status', choice));
  if (agent !== undefined) world.dispatch({ type: 'agent', agent });
  return agent !== undefined;
}

function statusAction(name: string, label: string, choice: Choice): Action {
  return {
    name: `status-${name}`,
    label,
    group: 'Status',
    allowed: (state) => state.agent !== undefined && state.link !== 'elsewhere',
    run: async (world) => void (await choose(world, choice)),
  };
}

/** Only who can hear and be heard goes available: without a passed readiness check this opens it, unless the agent talks by telephone. */
export const goAvailable: Action = {
  ...statusAction('available', 'Available', { status: 'available' }),
  shortcut: 'V',
  run: async (world) => {
    const byPhone = world.state().agent?.device?.kind === 'phone';
    if (byPhone || (await isReady())) await choose(world, { status: 'available' });
    else world.dispatch({ type: 'dialog', dialog: 'readiness', availableAfterCheck: true });
  },
};

/** Keys of breaks that are shipped; others are chosen from the menu. They go with the id, whatever the break is called. */
const breakKeys: Readonly<Record<string, string>> = { break: 'B', lunch: 'L', training: 'Y', meeting: 'W', 'back-office': 'K' };
const goOffline: Action = { ...statusAction('offline', 'Offline', { status: 'offline' }), shortcut: 'O' };

function breakAction({ reasonId, name }: Reason): Action {
  const shortcut = breakKeys[reasonId];
  // No break is called `status-available` in the list of actions.
  const action = statusAction(`break-${reasonId}`, name, { status: 'on-break', breakReason: reasonId });
  return shortcut === undefined ? action : { ...action, shortcut };
}

/** Every status that can be chosen, in the order of the menu. */
export const statusActions = ({ reasons }: Pick<State, 'reasons'>): readonly Action[] => [
  goAvailable,
  ...reasons.breaks.reasons.map(breakAction),
  goOffline,
];

/** The menu itself has a key, so that each status is reached without a mouse. */
export const openStatusMenu: Action = {
  name: 'status-menu',
  label: 'Open the status menu',
  shortcut: 'S',
  group: 'Status',
  allowed: (state) => state.agent !== undefined && state.link !== 'elsewhere',
  run: () => document.querySelector<HTMLElement>('#status-menu button')?.click(),
};
