import type { Request } from '../../../shared/wire/api.ts';
import { valueOf, type World } from '../app/world.ts';
import { chosenFollowUp, mayChangeFollowUp, showsFollowUps } from '../state/follow-ups.ts';
import type { Action } from './action.ts';

/** Loads the list; what was there stays on the screen meanwhile. */
export const loadFollowUps: Action = {
  name: 'load-follow-ups',
  label: 'Load the follow-ups again',
  shortcut: 'G',
  group: 'Follow-ups',
  allowed: showsFollowUps,
  run: async (world) => {
    const answer = await world.api.call('GET /api/follow-ups', {});
    world.dispatch(
      answer.ok ? { type: 'follow-ups', tickets: answer.value.tickets } : { type: 'follow-ups-failed', problem: answer.problem },
    );
  },
};

type Change = Omit<Request<'POST /api/tickets/{ticketId}/status'>, 'updatedAt'>;

/** Changes the chosen follow-up and tells it; false when it was refused, and then the list is loaded as it is now. */
export async function changeFollowUp(world: World, change: Change, told: (subject: string) => string): Promise<boolean> {
  const ticket = chosenFollowUp(world.state());
  if (ticket === undefined) return false;
  const { ticketId, updatedAt, subject } = ticket;
  const answer = await world.api.call('POST /api/tickets/{ticketId}/status', { ...change, updatedAt }, { ticketId });
  const changed = valueOf(world, answer);
  if (changed === undefined) {
    await loadFollowUps.run(world);
    return false;
  }
  world.dispatch({ type: 'ticket', ticket: changed });
  world.dispatch({ type: 'message', message: { kind: 'success', text: told(subject) } });
  return true;
}

export const finishFollowUp: Action = {
  name: 'finish-follow-up',
  label: 'Done',
  shortcut: 'F',
  group: 'Follow-ups',
  allowed: mayChangeFollowUp,
  run: async (world) => void (await changeFollowUp(world, { status: 'resolved' }, (subject) => `“${subject}” is resolved.`)),
};

export const moveFollowUp: Action = {
  name: 'move-follow-up',
  label: 'Move',
  shortcut: 'P',
  group: 'Follow-ups',
  allowed: mayChangeFollowUp,
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'move-follow-up' }),
};
