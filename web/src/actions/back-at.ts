/** When a break will be over: said by whoever is on one, or has chosen one for afterwards. */
import { instant, type Instant } from '../../../shared/ids.ts';
import type { World } from '../app/world.ts';
import { breakOf } from '../state/back-at.ts';
import type { Action } from './action.ts';
import { choose } from './status.ts';

const onBreak: Action['allowed'] = (state) => state.link !== 'elsewhere' && breakOf(state) !== undefined;

/** Says the end of the break, or with undefined none; false when it was refused. */
export async function sayBackAt(world: World, backAt: Instant | undefined): Promise<boolean> {
  const present = breakOf(world.state());
  if (present === undefined) return false;
  return choose(world, { status: 'on-break', breakReason: present.reason, ...(backAt === undefined ? {} : { backAt }) });
}

const backIn = (minutes: number): Action => ({
  name: `status-back-in-${minutes}`,
  label: `Back in ${minutes} min`,
  group: 'Status',
  allowed: onBreak,
  run: async (world) => void (await sayBackAt(world, instant(world.now() + minutes * 60_000))),
});

export const backActions: readonly Action[] = [
  ...[5, 15, 30, 60].map(backIn),
  {
    name: 'back-at',
    label: 'Back at …',
    shortcut: 'Shift+B',
    group: 'Status',
    allowed: onBreak,
    run: (world) => world.dispatch({ type: 'dialog', dialog: 'back-at' }),
  },
];
