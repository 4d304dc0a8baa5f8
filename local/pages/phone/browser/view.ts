/** Shows the phone's state. The page's elements are found once; each change writes only what differs. */
import { clock, grouped, inCall, isFree, type PhoneState } from './state.ts';

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}.`);
  return found;
}

export const parts = {
  phone: element('phone', HTMLElement),
  caller: element('caller', HTMLSelectElement),
  callerNote: element('caller-note', HTMLElement),
  number: element('number', HTMLInputElement),
  numbers: element('numbers', HTMLDataListElement),
  numberNote: element('number-note', HTMLElement),
  erase: element('erase', HTMLButtonElement),
  keypad: element('keypad', HTMLElement),
  call: element('call', HTMLButtonElement),
  callLabel: element('call-label', HTMLElement),
  decline: element('decline', HTMLButtonElement),
  microphone: element('microphone', HTMLInputElement),
  microphoneNote: element('microphone-note', HTMLElement),
  status: element('status', HTMLElement),
  detail: element('detail', HTMLElement),
  wave: element('wave', HTMLElement),
} as const;

const titles = {
  idle: 'Ready to call',
  calling: 'Calling …',
  ringing: 'Ringing …',
  rung: 'You are called',
  accepted: 'Connecting …',
  talking: 'Connected',
  ended: 'Call ended',
} as const;

const write = (target: HTMLElement, text: string): void => {
  if (target.textContent !== text) target.textContent = text;
};

export function show(state: PhoneState): void {
  const busy = !isFree(state);
  parts.phone.dataset.stage = state.stage;
  if (parts.number.value !== state.number) parts.number.value = state.number;
  parts.number.readOnly = busy;
  parts.caller.disabled = busy;
  parts.erase.hidden = busy || state.number === '';
  parts.call.disabled = !busy && state.number === '';
  parts.decline.hidden = state.stage !== 'rung';
  write(parts.callLabel, state.stage === 'rung' ? 'Accept' : inCall(state) ? 'Hang up' : 'Call');
  document.title = state.stage === 'rung' ? '☎ Somebody calls · Linehall' : 'Phone · Linehall';
  write(parts.status, titles[state.stage]);
  showDetail(state);
}

/** The line below the status; called each second of a call, too. */
export function showDetail(state: PhoneState): void {
  const since = state.answeredAtMs === undefined ? '' : clock(performance.now() - state.answeredAtMs);
  const pressed = state.pressed === '' ? '' : ` · pressed ${state.pressed}`;
  if (state.stage === 'talking') write(parts.detail, `${since}${pressed}`);
  else if (state.stage === 'idle') write(parts.detail, 'Press the green button, or Enter.');
  else write(parts.detail, state.sentence ?? otherSide(state));
}

function otherSide({ caller, number }: PhoneState): string {
  if (caller === undefined) return grouped(number);
  return caller === '' ? 'The number is withheld.' : `${grouped(caller)} calls.`;
}

/** Bars that follow the line's loudness; their heights differ so that they read as sound. */
export function showLevel(level: number): void {
  const bars = [...parts.wave.children] as HTMLElement[];
  bars.forEach((bar, i) => {
    const middle = 1 - Math.abs(i - (bars.length - 1) / 2) / bars.length;
    bar.style.setProperty('--height', (0.08 + level * middle * (0.7 + 0.3 * Math.random())).toFixed(2));
  });
}
