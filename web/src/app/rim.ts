/** Where decisions become deeds: builds the world and does what changes of state call for. */
import type { Settings } from '../settings.ts';
import { openApi } from '../api.ts';
import { openAttention } from '../call/attention.ts';
import { chosenDevices, isReady } from '../call/devices.ts';
import { openLine } from '../call/line.ts';
import { openSounds } from '../call/ringtone.ts';
import { openLive } from '../live/live.ts';
import type { SignIn } from '../sign-in.ts';
import { emptyDraft } from '../state/draft.ts';
import type { Effect } from '../state/effects.ts';
import { initialState } from '../state/state.ts';
import { titleOf } from '../state/title.ts';
import { accept } from '../actions/call.ts';
import { perform } from '../actions/action.ts';
import { draftFor, forgetDraft, keepDraft, keepLate, keptLate } from './drafts.ts';
import { createStore } from './store.ts';
import type { World } from './world.ts';

const reportTries = 4;
const reportPauseMs = 700;
const loadTries = 5;

function doEffect(world: World, attention: ReturnType<typeof openAttention>, effect: Effect): void {
  switch (effect.do) {
    case 'load-me':
      return void world.load();
    case 'ring':
      bringForward(world);
      world.sounds.ring();
      world.line.warmUp();
      return attention.call(effect.contact);
    case 'show-offer':
      bringForward(world);
      return attention.call(effect.contact);
    case 'accept-by-itself':
      bringForward(world);
      attention.call(effect.contact);
      world.sounds.announce(effect.contact.queueName);
      return void perform(world, accept);
    case 'hush':
      world.sounds.hush();
      return attention.done();
    case 'join':
      return void world.line.join(effect.contact, effect.join);
    case 'leave':
      return world.line.leave();
    case 'report-audio':
      return void reportAudio(world, effect.contactId, effect.n);
    case 'restore-draft':
      return world.dispatch({ type: 'draft', change: draftFor(world, effect.contact) });
    case 'keep-draft':
      return keepDraft(effect.contact, world.state().draft);
    case 'forget-draft':
      return forgetDraft(effect.contact);
    case 'keep-late':
      return keepLate(effect.contact);
    case 'warm-up-audio':
      return world.line.warmUp();
    case 'sign-out':
      world.dispatch({ type: 'signing-out' });
      return void world.signIn.end();
    case 'load-notices':
      return void Promise.all([loadNotices(world), loadReasons(world)]);
    case 'check-readiness':
      return void checkReadiness(world);
  }
}

/** What it can't load is told with the next change, or the next connection. */
async function loadNotices(world: World): Promise<void> {
  const answer = await world.api.call('GET /api/notices', {});
  if (answer.ok) world.dispatch({ type: 'notices', notices: answer.value.notices });
}

/** Until they come, the lists that are shipped hold. */
async function loadReasons(world: World): Promise<void> {
  const answer = await world.api.call('GET /api/reasons', {});
  if (answer.ok) world.dispatch({ type: 'reasons', reasons: answer.value.reasons });
}

/** Whatever lies over the desk gives way: the keys of the offer must work at once. */
function bringForward(world: World): void {
  world.go('/');
  world.dispatch({ type: 'dialog' });
}

/** Who is available and can't be heard is told so before the next call, not by it. */
async function checkReadiness(world: World): Promise<void> {
  const fit = () => {
    const { agent, contact, link } = world.state();
    return agent?.status === 'available' && agent.device?.kind !== 'phone' && contact === undefined && link !== 'elsewhere';
  };
  if (fit() && !(await isReady()) && fit()) world.dispatch({ type: 'dialog', dialog: 'readiness' });
}

/** Without this word in time the server takes the agent for deaf, so a lost request is repeated. */
async function reportAudio(world: World, contactId: string, n: number): Promise<void> {
  for (let left = reportTries; left > 0; left--) {
    const answer = await world.api.call('POST /api/contacts/{contactId}/audio-started', { n }, { contactId });
    if (answer.ok) return world.dispatch({ type: 'contact', contact: answer.value });
    // Refused is refused: the offer is over, and the next load of the state shows it.
    if (answer.problem.status < 500) return world.load();
    await new Promise((resolve) => setTimeout(resolve, reportPauseMs));
  }
}

/** Leaves for the sign-in page, but never out of a call: that would end the agent's audio. */
async function signInAgain(world: World): Promise<void> {
  const { contact, signingOut } = world.state();
  if (signingOut) return;
  if (contact === undefined) return world.signIn.begin();
  const message = {
    kind: 'error',
    text: 'Your sign-in has ended.',
    remedy: 'Finish the call, then load this page again and sign in.',
  } as const;
  world.dispatch({ type: 'message', message });
}

/** Asks until the answer is younger than the last push. */
async function load(world: World): Promise<void> {
  for (let left = loadTries; left > 0; left--) {
    const pushesWhenAsked = world.state().pushes;
    const answer = await world.api.call('GET /api/me', {});
    if (!answer.ok) {
      if (answer.problem.code === 'signed-out') return signInAgain(world);
      return world.dispatch({ type: 'me-failed', problem: answer.problem });
    }
    world.dispatch({ type: 'me', me: answer.value, pushesWhenAsked, nowMs: Date.now() });
    if (!world.state().stale) return;
  }
}

function audioElement(): HTMLAudioElement {
  const element = document.createElement('audio');
  element.id = 'caller';
  element.hidden = true;
  document.body.append(element);
  return element;
}

export function openWorld(settings: Settings, signIn: SignIn): World {
  const api = openApi(signIn);
  const attention = openAttention(() => titleOf(store.state().path));
  const store = createStore(initialState(location.pathname, emptyDraft), (effect) => doEffect(world, attention, effect));
  const world: World = {
    ...store,
    api,
    signIn,
    stage: settings.stage,
    line: openLine({ tell: store.dispatch, devices: chosenDevices, element: audioElement() }),
    sounds: openSounds(() => chosenDevices().ringerId),
    live: openLive(
      { api, liveUrl: settings.liveUrl, signedOut: () => void signInAgain(world) },
      {
        state: (state) => store.dispatch({ type: 'link', state }),
        message: (message) => store.dispatch({ type: 'told', message }),
      },
    ),
    load: () => load(world),
    now: () => Date.now() + store.state().clockOffsetMs,
    go(path) {
      if (path !== location.pathname) history.pushState(null, '', path);
      store.dispatch({ type: 'went', path });
    },
  };
  navigator.mediaDevices.addEventListener('devicechange', () => void checkReadiness(world));
  const late = keptLate();
  if (late !== undefined) store.dispatch({ type: 'late', late });
  window.addEventListener('popstate', () => store.dispatch({ type: 'went', path: location.pathname }));
  return world;
}
