import { choose } from './status.ts';
import type { Action } from './action.ts';
import type { World } from '../app/world.ts';
import { nextTheme } from '../app/theme.ts';

const always = () => true;
const isLeader = (groups: readonly string[]) => groups.includes('supervisors') || groups.includes('administrators');

const page = (name: string, label: string, shortcut: string, path: string): Action => ({
  name: `page-${name}`,
  label,
  shortcut,
  group: 'Pages',
  allowed: always,
  run: (world) => world.go(path),
});

export const goDesk = page('desk', 'Desk', '1', '/');
export const goFollowUps = page('follow-ups', 'My follow-ups', '2', '/follow-ups');
export const goLeft = page('call-backs', 'Call backs', '4', '/call-backs');
export const goFloor: Action = { ...page('floor', 'Floor', '3', '/floor'), allowed: (state) => isLeader(state.groups) };

export const goSettings: Action = { ...page('settings', 'Settings', '9', '/settings'), allowed: (state) => isLeader(state.groups) };

export const showKeys: Action = {
  name: 'keys',
  label: 'Keyboard shortcuts',
  shortcut: '?',
  group: 'Window',
  allowed: always,
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'keys' }),
};

export const checkDevices: Action = {
  name: 'devices',
  label: 'Check microphone and speaker',
  shortcut: 'C',
  group: 'Window',
  allowed: (state) => state.link !== 'elsewhere',
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'readiness' }),
};

export const changeTheme: Action = {
  name: 'theme',
  label: 'Light, dark or as the system',
  shortcut: 'T',
  group: 'Window',
  allowed: always,
  run: (world) => {
    const theme = nextTheme();
    const text = theme === 'system' ? 'Colours follow the system.' : `Colours are ${theme}.`;
    world.dispatch({ type: 'message', message: { kind: 'info', text } });
  },
};

export const useHere: Action = {
  name: 'use-here',
  label: 'Use here',
  shortcut: 'U',
  group: 'Window',
  allowed: (state) => state.link === 'elsewhere',
  run: (world) => world.live.start(),
};

export const connectNow: Action = {
  name: 'connect-now',
  label: 'Connect now',
  shortcut: 'J',
  group: 'Window',
  allowed: (state) => state.link === 'lost' || state.link === 'connecting',
  run: (world) => world.live.now(),
};

/** Ends this window's session: first offline, so that no call is offered to a closing window. */
export async function leave(world: World): Promise<void> {
  const { link } = world.state();
  // The other window works on: this one says nothing about the agent.
  if (link !== 'elsewhere' && !(await choose(world, { status: 'offline' })) && link === 'live') return;
  world.dispatch({ type: 'signing-out' });
  world.live.stop();
  await world.signIn.end();
}

/** With a call or an open wrap-up it asks first. */
export const signOut: Action = {
  name: 'sign-out',
  label: 'Sign out',
  shortcut: 'Shift+Q',
  group: 'Window',
  allowed: always,
  run: async (world) => {
    if (world.state().contact === undefined) await leave(world);
    else world.dispatch({ type: 'dialog', dialog: 'sign-out' });
  },
};
