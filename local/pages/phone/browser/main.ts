/** The browser phone: joins state, view, sound and line. */
import type { PhoneSettings } from '../settings.ts';
import { hangBell, type Bell } from './bell.ts';
import { openLine, type Line, type Opening } from './line.ts';
import { Sound } from './sound.ts';
import { grouped, inCall, isFree, isKey, newNumber, next, type Happening, type Key, type PhoneState } from './state.ts';
import { parts, show, showDetail, showLevel } from './view.ts';

let state: PhoneState = { stage: 'idle', number: '', pressed: '' };
let line: Line | undefined;
let sound: Sound | undefined;
let bell: Bell | undefined;
/** The call that rings here. */
let rung: string | undefined;
const somebodyNew = newNumber(Math.random);

function happened(happening: Happening): void {
  const before = state.stage;
  state = next(state, happening);
  if (state.stage !== before && state.stage === 'ringing') sound?.ring();
  if (state.stage !== before && state.stage === 'ended') release();
  show(state);
}

function release(): void {
  sound?.close();
  sound = undefined;
  line = undefined;
  rung = undefined;
  showLevel(0);
  parts.call.focus();
}

async function useSource(of: Sound): Promise<void> {
  if (!parts.microphone.checked) return of.useRecording();
  try {
    await of.useMicrophone();
  } catch {
    parts.microphone.checked = false;
    parts.microphoneNote.textContent =
      'The browser does not give the microphone. Allow it beside the address, then tick again. The recorded caller speaks instead.';
    await of.useRecording();
  }
}

/** The number that this phone calls from and is reached at; undefined when it is withheld. */
function ownNumber(settings: PhoneSettings): string | undefined {
  const chosen = parts.caller.value;
  return chosen === 'new' ? somebodyNew : settings.callers.find(({ key }) => key === chosen)?.number;
}

function dial(settings: PhoneSettings): void {
  const from = ownNumber(settings);
  happened({ type: 'dialled' });
  void talk(settings, { type: 'dial', to: state.number, ...(from === undefined ? {} : { from }) });
}

function ring(call: string, caller: string): void {
  if (!isFree(state)) return bell?.decline(call, true);
  rung = call;
  happened({ type: 'rung', caller });
  sound = new Sound();
  sound.bell();
  bell?.rings(call);
}

function accept(settings: PhoneSettings): void {
  if (rung === undefined) return;
  sound?.stopRinging();
  happened({ type: 'accepted' });
  void talk(settings, { type: 'accept', call: rung });
}

function decline(): void {
  if (rung !== undefined) bell?.decline(rung, false);
  happened({ type: 'declined' });
}

async function talk(settings: PhoneSettings, opening: Opening): Promise<void> {
  const mine = (sound ??= new Sound());
  try {
    await useSource(mine);
  } catch {
    return happened({ type: 'failed', sentence: 'The recorded caller could not be loaded. Is npm start still running?' });
  }
  // Hung up while the recording was loading.
  if (sound !== mine || !inCall(state)) return mine.close();
  line = openLine({
    socketUrl: settings.socketUrl,
    opening,
    track: mine.track,
    happened,
    heard: (stream) => mine.hear(stream),
  });
}

function toggle(settings: PhoneSettings): void {
  if (state.stage === 'rung') return accept(settings);
  if (!inCall(state)) return void (state.number === '' || dial(settings));
  if (line) line.hangUp();
  else happened({ type: 'ended', code: 487, atMs: performance.now() });
}

function press(key: Key): void {
  if (state.stage === 'talking') {
    line?.press(key);
    sound?.press(key);
  }
  happened({ type: 'key', key });
  const button = parts.keypad.querySelector(`[data-key="${key}"]`);
  button?.classList.add('down');
  setTimeout(() => button?.classList.remove('down'), 140);
}

function onKey(event: KeyboardEvent, settings: PhoneSettings): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target === parts.number && isFree(state);
  const onControl = event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement;
  if (event.key === 'Enter' && !onControl) toggle(settings);
  else if (event.key === 'Escape' && state.stage === 'rung') decline();
  else if (event.key === 'Escape' && inCall(state)) toggle(settings);
  else if (event.key === 'Backspace' && !inField && !onControl) happened({ type: 'erased' });
  else if (isKey(event.key) && !inField && !(event.target instanceof HTMLSelectElement)) press(event.key);
  else return;
  event.preventDefault();
}

function fillIn(settings: PhoneSettings): void {
  const option = (value: string, text: string): HTMLOptionElement => new Option(text, value);
  const known = settings.callers.map(({ key, name, note }) => option(key, note === '' ? name : `${name} (${note})`));
  parts.caller.append(...known, option('new', 'A new number'), option('withheld', 'Number withheld'));
  parts.numbers.append(...settings.numbers.map(({ number, label }) => new Option(label, number)));
  const asked = new URLSearchParams(location.search);
  const as = asked.get('as');
  if (as !== null && [...parts.caller.options].some(({ value }) => value === as)) parts.caller.value = as;
  happened({ type: 'number', number: asked.get('to') ?? settings.numbers[0]?.number ?? '' });
}

function describe(settings: PhoneSettings): void {
  const caller = settings.callers.find(({ key }) => key === parts.caller.value);
  const fresh =
    parts.caller.value === 'new' ? `Calls from ${grouped(somebodyNew)}, which nobody has seen before.` : 'The other side sees no number.';
  parts.callerNote.textContent = caller ? `Calls from ${grouped(caller.number)} and answers it.` : fresh;
  parts.numberNote.textContent = settings.numbers.find(({ number }) => number === state.number)?.label ?? '';
}

async function start(): Promise<void> {
  const settings = (await (await fetch('/phone/settings.json')).json()) as PhoneSettings;
  fillIn(settings);
  describe(settings);
  bell = hangBell({
    socketUrl: settings.socketUrl,
    rung: (call, from) => ring(call, from ?? ''),
    stopped: (call) => call === rung && happened({ type: 'stopped' }),
  });
  bell.listen(ownNumber(settings));
  parts.caller.addEventListener('change', () => {
    describe(settings);
    bell?.listen(ownNumber(settings));
  });
  parts.decline.addEventListener('click', decline);
  parts.number.addEventListener('input', () => {
    happened({ type: 'number', number: parts.number.value });
    describe(settings);
  });
  parts.erase.addEventListener('click', () => happened({ type: 'erased' }));
  parts.call.addEventListener('click', () => toggle(settings));
  parts.keypad.addEventListener('click', ({ target }) => {
    const key = target instanceof Element ? target.closest('button')?.dataset.key : undefined;
    if (key !== undefined && isKey(key)) press(key);
  });
  parts.microphone.addEventListener('change', () => void (sound && useSource(sound)));
  document.addEventListener('keydown', (event) => onKey(event, settings));
  addEventListener('pagehide', () => line?.hangUp());
  setInterval(() => state.stage === 'talking' && showDetail(state), 250);
  const meter = (): void => {
    if (sound && state.stage === 'talking') showLevel(sound.level());
    requestAnimationFrame(meter);
  };
  meter();
  parts.call.focus();
}

start().catch(() =>
  happened({ type: 'failed', sentence: 'The phone could not be set up. Is npm start still running? Then reload this page.' }),
);
