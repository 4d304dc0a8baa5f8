/** Calls that the agent begins, and a contact taken back. */
import type { Request } from '../../../shared/wire/api.ts';
import { valueOf, type World } from '../app/world.ts';
import type { Seed, State } from '../state/state.ts';
import type { Action } from './action.ts';
import { mayInvite } from '../state/talk.ts';

const whyNoCall = ({ contact, agent, link }: State): string | undefined => {
  if (agent === undefined || link === 'elsewhere') return 'This window takes no calls.';
  if (contact?.state === 'wrapping-up') return 'Finish the wrap-up first.';
  if (contact !== undefined) return 'You are in a call.';
  return agent.status === 'offline' ? 'You are offline. Choose another status first.' : undefined;
};

/** Opens the box of people, numbers and, in a call, queues: to call, or to bring somebody in. */
export const openDial: Action = {
  name: 'dial',
  label: 'Call somebody',
  shortcut: '/',
  group: 'Call',
  allowed: (state) => whyNoCall(state) === undefined || mayInvite(state),
  whyNot: whyNoCall,
  run: (world) => openPeople(world),
};

/** A number or a record was clicked: the box opens with it. */
export function openPeople(world: World, seed?: Seed): void {
  world.dispatch({ type: 'dialog', dialog: 'people', ...(seed === undefined ? {} : { seed }) });
}

/** Begins a call; false when it was refused. */
export async function callOut(world: World, request: Request<'POST /api/calls'>): Promise<boolean> {
  const contact = valueOf(world, await world.api.call('POST /api/calls', request));
  if (contact !== undefined) {
    world.go('/');
    world.dispatch({ type: 'contact', contact });
  } else await world.load();
  return contact !== undefined;
}

const backUntil = ({ contact, link }: State): string | undefined => (link === 'elsewhere' ? undefined : contact?.takeBackUntil);

/** The contact that was handed on comes back, while that is still possible; the server has the last word about the time. */
export const takeBack: Action = {
  name: 'take-back',
  label: 'Take the call back',
  shortcut: 'Shift+T',
  group: 'Conversation',
  allowed: (state) => state.contact?.state === 'wrapping-up' && backUntil(state) !== undefined,
  run: async (world) => {
    const { contact } = world.state();
    if (contact === undefined) return;
    const path = { contactId: contact.contactId };
    const view = valueOf(world, await world.api.call('POST /api/contacts/{contactId}/take-back', { n: contact.n }, path));
    if (view !== undefined) world.dispatch({ type: 'contact', contact: view });
    else await world.load();
  },
};
