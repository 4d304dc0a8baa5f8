import type { Route } from '../../../shared/wire/api.ts';
import { valueOf, type World } from '../app/world.ts';
import { keyOf, type State } from '../state/state.ts';
import { myParty, talkOf } from '../state/talk.ts';
import type { Action } from './action.ts';
import { command } from './command.ts';

const isIn = (state: State, ...states: NonNullable<State['contact']>['state'][]) =>
  state.link !== 'elsewhere' && state.contact !== undefined && states.includes(state.contact.state);

const isByPhone = (state: State) => isIn(state, 'connected') && state.contact?.byPhone === true && talkOf(state) !== undefined;

type ContactRoute = Extract<Route, `POST /api/contacts/{contactId}/${'accept' | 'hang-up' | 'extend-wrap-up'}`>;

async function ask(world: World, route: ContactRoute): Promise<void> {
  const { contact } = world.state();
  if (contact === undefined) return;
  const answer = await world.api.call(route, { n: contact.n }, { contactId: contact.contactId });
  const view = valueOf(world, answer);
  if (view !== undefined) world.dispatch({ type: 'contact', contact: view });
  // Refused: this page is behind what happened, so it looks again.
  else await world.load();
}

export const accept: Action = {
  name: 'accept',
  label: 'Accept',
  shortcut: 'A',
  group: 'Call',
  // On a telephone the key that is pressed there accepts.
  allowed: (state) => isIn(state, 'offered') && state.contact?.byPhone !== true,
  run: async (world) => {
    world.sounds.hush();
    await ask(world, 'POST /api/contacts/{contactId}/accept');
  },
};

export const decline: Action = {
  name: 'decline',
  label: 'Decline',
  shortcut: 'D',
  group: 'Call',
  allowed: (state) => isIn(state, 'offered') && state.contact?.mayDecline === true,
  run: async (world) => {
    const { contact } = world.state();
    if (contact === undefined) return;
    const path = { contactId: contact.contactId };
    const agent = valueOf(world, await world.api.call('POST /api/contacts/{contactId}/decline', { n: contact.n }, path));
    if (agent === undefined) return world.load();
    world.dispatch({ type: 'contact-over', contactId: contact.contactId, n: contact.n });
    world.dispatch({ type: 'agent', agent });
  },
};

export const mute: Action = {
  name: 'mute',
  label: 'Mute or unmute',
  shortcut: 'M',
  group: 'Call',
  allowed: (state) => state.line.face === 'on' || state.line.face === 'reconnecting' || isByPhone(state),
  run: async (world) => {
    const state = world.state();
    const { line } = state;
    const me = myParty(talkOf(state));
    // A telephone, and a browser that the others have muted, are muted by the server; otherwise it is done here, at once.
    if (me !== undefined && (isByPhone(state) || me.muted)) await command(world, { do: 'mute', partyId: me.partyId, muted: !me.muted });
    else if (line.face === 'on' || line.face === 'reconnecting') world.line.mute(!line.muted);
  },
};

export const hangUp: Action = {
  name: 'hang-up',
  label: 'Hang up',
  shortcut: 'H',
  group: 'Call',
  allowed: (state) => isIn(state, 'accepted', 'connected'),
  run: (world) => ask(world, 'POST /api/contacts/{contactId}/hang-up'),
};

export const connectAudio: Action = {
  name: 'connect-audio',
  label: 'Connect the audio again',
  shortcut: 'R',
  group: 'Call',
  allowed: (state) => isIn(state, 'accepted', 'connected') && state.line.face === 'failed',
  run: async (world) => {
    const { contact } = world.state();
    if (contact?.join !== undefined) await world.line.join(keyOf(contact), contact.join);
  },
};

export const extend: Action = {
  name: 'extend',
  label: 'More time for the wrap-up',
  shortcut: 'E',
  group: 'Wrap-up',
  allowed: (state) => isIn(state, 'wrapping-up'),
  run: (world) => ask(world, 'POST /api/contacts/{contactId}/extend-wrap-up'),
};

export const takeNotes: Action = {
  name: 'take-notes',
  label: 'Write notes',
  shortcut: 'N',
  group: 'Wrap-up',
  allowed: (state) => isIn(state, 'accepted', 'connected', 'wrapping-up'),
  run: () => document.querySelector<HTMLTextAreaElement>('#notes textarea')?.focus(),
};
