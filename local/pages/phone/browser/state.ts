/** The phone's state: what happened → what is shown. Pure. */
/** `calling` and `ringing`: a call that is placed here; `rung`: somebody calls; `accepted`: that call's audio is on its way. */
export type Stage = 'idle' | 'calling' | 'ringing' | 'rung' | 'accepted' | 'talking' | 'ended';

export interface PhoneState {
  stage: Stage;
  /** What stands in the number field. */
  number: string;
  /** Who calls here, empty when the number is withheld. */
  caller?: string;
  /** Keys pressed during the call. */
  pressed: string;
  /** When the call was answered, in milliseconds of the page's clock. */
  answeredAtMs?: number;
  /** How the last call ended, or why it could not begin. */
  sentence?: string;
}

export type Happening =
  | { type: 'number'; number: string }
  | { type: 'key'; key: string }
  | { type: 'erased' }
  | { type: 'dialled' }
  | { type: 'ringing' }
  | { type: 'rung'; caller: string }
  | { type: 'accepted' }
  | { type: 'declined' }
  /** The call that rang here is over. */
  | { type: 'stopped' }
  | { type: 'answered'; atMs: number }
  | { type: 'ended'; code: number; atMs: number }
  | { type: 'failed'; sentence: string };

export const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
export type Key = (typeof keys)[number];
export const isKey = (text: string): text is Key => (keys as readonly string[]).includes(text);
/** Another call may begin. */
export const isFree = ({ stage }: PhoneState): boolean => stage === 'idle' || stage === 'ended';
/** There is a line that can be hung up. */
export const inCall = (state: PhoneState): boolean => !isFree(state) && state.stage !== 'rung';

/** Only what can be dialled stays of what was typed or pasted. */
const dialable = (text: string): string => text.replace(/[^\d*#+]/g, '').slice(0, 20);

export function next(state: PhoneState, happening: Happening): PhoneState {
  switch (happening.type) {
    case 'number':
      return isFree(state) ? { ...state, number: dialable(happening.number) } : state;
    case 'key':
      if (state.stage === 'talking') return { ...state, pressed: state.pressed + happening.key };
      return isFree(state) ? { ...state, number: dialable(state.number + happening.key) } : state;
    case 'erased':
      return isFree(state) ? { ...state, number: state.number.slice(0, -1) } : state;
    case 'dialled':
      return { stage: 'calling', number: state.number, pressed: '' };
    case 'ringing':
      return state.stage === 'calling' ? { ...state, stage: 'ringing' } : state;
    case 'rung':
      return isFree(state) ? { stage: 'rung', number: state.number, pressed: '', caller: happening.caller } : state;
    case 'accepted':
      return state.stage === 'rung' ? { ...state, stage: 'accepted' } : state;
    case 'declined':
      return state.stage === 'rung' ? { ...state, stage: 'ended', sentence: 'You declined the call.' } : state;
    case 'stopped':
      return state.stage === 'rung' ? { ...state, stage: 'ended', sentence: 'The caller gave up, or another phone took the call.' } : state;
    case 'answered':
      return inCall(state) ? { ...state, stage: 'talking', answeredAtMs: happening.atMs } : state;
    case 'ended':
      return inCall(state) ? { ...state, stage: 'ended', sentence: sentenceOf(state, happening) } : state;
    case 'failed':
      return { ...state, stage: 'ended', sentence: happening.sentence };
  }
}

function sentenceOf(state: PhoneState, { code, atMs }: { code: number; atMs: number }): string {
  if (state.answeredAtMs !== undefined) return `Call ended after ${clock(atMs - state.answeredAtMs)}.`;
  if (state.stage === 'accepted' && code !== 488) return 'The caller was gone before the sound came.';
  if (code === 404) return 'Nobody answers at this number. Check it and call again.';
  if (code === 486) return 'The line is busy. Call again in a moment.';
  if (code === 503) return 'All lines are taken just now. Call again in a moment.';
  if (code === 488) return 'The browser and the gateway found no common way to send sound.';
  return code === 487 ? 'You hung up before anybody answered.' : 'The call could not be put through. The terminal says why.';
}

/** `1:05` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Grouped for the eye: `+1 202 555 0100`. Numbers of other countries stay as they are. */
export const grouped = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');

/** A number nobody has: 555-0100 to 555-0199 are kept free for fiction in every area of the North American plan. */
export function newNumber(random: () => number): string {
  const areas = ['212', '303', '312', '404', '415', '503', '602', '617', '713', '808'];
  const area = areas[Math.floor(random() * areas.length)] ?? '212';
  return `+1${area}55501${String(Math.floor(random() * 100)).padStart(2, '0')}`;
}
