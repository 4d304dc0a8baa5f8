/** What agents do with what callers left, and with a callback that they have before them. */
import type { Request } from '../../../shared/wire/api.ts';
import { valueOf, type World } from '../app/world.ts';
import { dayAndTimeText } from '../parts/time.ts';
import { chosenCallback, chosenMissed, chosenVoicemail, showsLeft } from '../state/left.ts';
import type { State } from '../state/state.ts';
import type { Reason } from '../../../shared/reasons/words.ts';
import type { Action } from './action.ts';
import { callOut, openDial } from './calls.ts';

/** Loads all three lists; what was there stays on the screen meanwhile. */
export const loadLeft: Action = {
  name: 'load-left',
  label: 'Load the call backs again',
  shortcut: 'Shift+G',
  group: 'Call backs',
  allowed: ({ link, agent }) => link !== 'elsewhere' && agent !== undefined,
  run: async (world) => {
    const answer = await world.api.call('GET /api/left', {});
    world.dispatch(answer.ok ? { type: 'left', all: answer.value } : { type: 'left-failed', problem: answer.problem });
  },
};

type VoicemailChange = Request<'POST /api/voicemail/{voicemailId}'>['do'];

async function changeVoicemail(world: World, voicemailId: string, what: VoicemailChange): Promise<boolean> {
  const voicemail = valueOf(world, await world.api.call('POST /api/voicemail/{voicemailId}', { do: what }, { voicemailId }));
  if (voicemail === undefined) await loadLeft.run(world);
  else world.dispatch({ type: 'told', message: { type: 'voicemail', voicemail } });
  return voicemail !== undefined;
}

/** Opens the recording below the list, where it plays; the same again closes it. */
export const playVoicemail: Action = {
  name: 'play-voicemail',
  label: 'Listen',
  shortcut: 'Q',
  group: 'Call backs',
  allowed: (state) => showsLeft(state) && chosenVoicemail(state) !== undefined,
  run: async (world) => {
    const state = world.state();
    const voicemail = chosenVoicemail(state);
    if (voicemail === undefined) return;
    const { voicemailId } = voicemail;
    if (state.left.player?.voicemailId === voicemailId) return world.dispatch({ type: 'left-player' });
    const found = valueOf(world, await world.api.call('POST /api/voicemail/{voicemailId}/play', {}, { voicemailId }));
    if (found !== undefined) world.dispatch({ type: 'left-player', player: { voicemailId, url: found.url } });
  },
};

/** Somebody has listened to the open recording to its end. */
export async function heardVoicemail(world: World, voicemailId: string): Promise<void> {
  const voicemail = world.state().left.all?.voicemails.find((one) => one.voicemailId === voicemailId);
  if (voicemail?.state === 'unheard') await changeVoicemail(world, voicemailId, 'heard');
}

const isMine = (state: State): boolean => chosenVoicemail(state)?.ownerId === state.agent?.agentId;

export const takeVoicemail: Action = {
  name: 'take-voicemail',
  label: 'Take or give back',
  shortcut: 'Shift+O',
  group: 'Call backs',
  allowed: (state) => showsLeft(state) && chosenVoicemail(state) !== undefined,
  run: async (world) => {
    const voicemail = chosenVoicemail(world.state());
    if (voicemail !== undefined) await changeVoicemail(world, voicemail.voicemailId, isMine(world.state()) ? 'leave' : 'take');
  },
};

export const finishVoicemail: Action = {
  name: 'finish-voicemail',
  label: 'Done',
  shortcut: 'Shift+F',
  group: 'Call backs',
  allowed: (state) => showsLeft(state) && chosenVoicemail(state) !== undefined && chosenVoicemail(state)?.state !== 'done',
  run: async (world) => {
    const voicemail = chosenVoicemail(world.state());
    if (voicemail === undefined || !(await changeVoicemail(world, voicemail.voicemailId, 'done'))) return;
    world.dispatch({ type: 'message', message: { kind: 'success', text: 'The message is done with.' } });
  },
};

/** Whom the chosen row is about, as far as they can be called from here: callbacks have a turn of their own. */
function whomToCall(state: State): Request<'POST /api/calls'> | undefined {
  const voicemail = chosenVoicemail(state);
  const one = voicemail ?? chosenMissed(state);
  if (one?.number === undefined) return undefined;
  return {
    number: one.number,
    ...(one.queueId === undefined ? {} : { queueId: one.queueId }),
    ...(one.customerId === undefined ? {} : { customerId: one.customerId }),
    ...(voicemail === undefined ? {} : { ticketId: voicemail.ticketId }),
  };
}

export const callLeft: Action = {
  name: 'call-left',
  label: 'Call back',
  shortcut: 'Shift+E',
  group: 'Call backs',
  allowed: (state) => showsLeft(state) && whomToCall(state) !== undefined && openDial.allowed(state) && state.contact === undefined,
  whyNot: (state) => (whomToCall(state) === undefined ? 'The number was withheld.' : openDial.whyNot?.(state)),
  run: async (world) => {
    const request = whomToCall(world.state());
    const voicemail = chosenVoicemail(world.state());
    if (request === undefined) return;
    if (voicemail !== undefined && voicemail.ownerId === undefined) await changeVoicemail(world, voicemail.voicemailId, 'take');
    await callOut(world, request);
  },
};

const mayChangeCallback = (state: State): boolean => {
  const callback = chosenCallback(state);
  return showsLeft(state) && callback !== undefined && callback.state !== 'calling';
};

export const cancelCallback: Action = {
  name: 'cancel-callback',
  label: 'Cancel the callback',
  shortcut: 'Shift+K',
  group: 'Call backs',
  allowed: mayChangeCallback,
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'cancel-callback' }),
};

/** Cancels the chosen callback, after the person has said so again. */
export async function giveUpCallback(world: World): Promise<void> {
  const callback = chosenCallback(world.state());
  if (callback === undefined) return;
  const { contactId } = callback;
  const after = valueOf(world, await world.api.call('POST /api/callbacks/{contactId}/cancel', {}, { contactId }));
  if (after === undefined) return void (await loadLeft.run(world));
  world.dispatch({ type: 'told', message: { type: 'callback', callback: after } });
  world.dispatch({ type: 'message', message: { kind: 'success', text: 'The callback is cancelled.' } });
}

export const moveCallback: Action = {
  name: 'move-callback',
  label: 'Another time',
  shortcut: 'Shift+R',
  group: 'Call backs',
  allowed: mayChangeCallback,
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'move-callback' }),
};

/** Puts the chosen callback to another time; false when it was refused. */
export async function rescheduleCallback(world: World, dueAt: string): Promise<boolean> {
  const callback = chosenCallback(world.state());
  if (callback === undefined) return false;
  const { contactId } = callback;
  const after = valueOf(world, await world.api.call('POST /api/callbacks/{contactId}/reschedule', { dueAt }, { contactId }));
  if (after === undefined) {
    await loadLeft.run(world);
    return false;
  }
  world.dispatch({ type: 'told', message: { type: 'callback', callback: after } });
  const text = `${after.customerName ?? 'The customer'} is called back ${dayAndTimeText(after.dueAt ?? dueAt)}.`;
  world.dispatch({ type: 'message', message: { kind: 'success', text } });
  return true;
}

const faceOf = ({ contact, link }: State) => (link === 'elsewhere' ? undefined : contact?.callback?.face);

/** The customer of the callback on the desk is called. */
export const callNow: Action = {
  name: 'call-now',
  label: 'Call now',
  shortcut: 'Shift+A',
  group: 'Call',
  allowed: (state) => faceOf(state) === 'ready',
  run: async (world) => {
    const { contact } = world.state();
    if (contact === undefined) return;
    const { contactId, n } = contact;
    if (valueOf(world, await world.api.call('POST /api/contacts/{contactId}/call', { n }, { contactId })) === undefined) await world.load();
  },
};

/** Keys of results that are shipped, by their ids. */
const resultKeys: Readonly<Record<string, string>> = {
  'no-answer': 'Shift+N',
  busy: 'Shift+U',
  'voicemail-reached': 'Shift+V',
  'wrong-number': 'Shift+L',
};

const outcome = ({ reasonId, name }: Reason): Action => ({
  name: `result-${reasonId}`,
  label: name,
  ...(resultKeys[reasonId] === undefined ? {} : { shortcut: resultKeys[reasonId] }),
  group: 'Call',
  allowed: (state) => faceOf(state) === 'calling' && state.contact?.state !== 'wrapping-up',
  run: async (world) => {
    const { contact } = world.state();
    if (contact === undefined) return;
    const { contactId, n } = contact;
    valueOf(world, await world.api.call('POST /api/contacts/{contactId}/result', { n, result: reasonId }, { contactId }));
    await world.load();
  },
});

/** What has become of a callback, where only the agent can tell. That somebody has answered needs no word. */
export const callbackOutcomes = ({ reasons }: Pick<State, 'reasons'>): readonly Action[] =>
  reasons['callback-results'].reasons.map(outcome);
