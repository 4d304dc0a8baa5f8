/** What may come back for an ask: the answers that a walk of all branches tries, and by which people name them. */
import type { Action } from '../telephony/sma.ts';
import type { Next } from './advance.ts';
import type { Heard, Json, Look } from './ask.ts';

export interface Answer {
  /** `keys`: pressed, and accepted. `no-input`: none, or none that is valid: the service tells both alike. `fault`: not played. */
  kind: 'keys' | 'no-input' | 'heard' | 'fault' | 'look';
  /** For people: the keys, or what the look found. */
  words: string;
  result: Json;
}

/** What a flow's `run` steps may give, by their names: a walk never runs tasks. A flow's file exports them as `examples`. */
export type Examples = Readonly<Record<string, readonly Json[]>>;

const heard = (kind: Answer['kind'], words: string, result: Heard & Json): Answer => ({ kind, words, result });
const look = (words: string, result: Json): Answer => ({ kind: 'look', words, result });

/** The parameters of an action that waits for keys. */
export type Collects = Extract<Action, { Type: 'PlayAudioAndGetDigits' | 'SpeakAndGetDigits' }>;
export const collects = (action: Action | undefined): action is Collects =>
  action?.Type === 'PlayAudioAndGetDigits' || action?.Type === 'SpeakAndGetDigits';

/** Whether the service takes the keys for an answer. */
export function accepts({ Parameters }: Collects, keys: string): boolean {
  const { InputDigitsRegex, MinNumberOfDigits = 0, MaxNumberOfDigits = 128 } = Parameters;
  const fits = keys.length >= MinNumberOfDigits && keys.length <= MaxNumberOfDigits;
  return keys !== '' && fits && (InputDigitsRegex === undefined || new RegExp(InputDigitsRegex).test(keys));
}

const singleKeys = [...'1234567890*#'];
/** Longer inputs are tried with these beginnings, as long as they may be. */
const longKeys = ['12345678901234567890', '00000000000000000000', '24122026182024122026'];

/** Each key that a menu takes; of longer inputs one of each length. */
function acceptedKeys(action: Collects): string[] {
  const { MaxNumberOfDigits = longKeys[0]?.length ?? 0 } = action.Parameters;
  const single = singleKeys.filter((key) => accepts(action, key));
  if (MaxNumberOfDigits === 1) return single;
  const lengths = Array.from({ length: Math.min(MaxNumberOfDigits, 20) - 1 }, (_, i) => i + 2);
  const long = lengths.flatMap((n) => longKeys.map((keys) => keys.slice(0, n)).filter((keys) => accepts(action, keys))[0] ?? []);
  return [...single, ...long];
}

/** What a walk takes a recording for. */
const recordedExample = 'voicemail/queue/example/example/message.wav';

function answersToActions(actions: readonly Action[]): Answer[] {
  const fault = heard('fault', 'not played', { ok: false, why: 'SystemException' });
  const last = actions.at(-1);
  if (last?.Type === 'RecordAudio') return [heard('heard', 'speaks', { ok: true, recorded: recordedExample }), fault];
  if (!collects(last)) return [heard('heard', '', { ok: true }), fault];
  const keys = acceptedKeys(last).map((digits) => heard('keys', digits, { ok: true, digits }));
  return [heard('no-input', 'no input', { ok: false, why: 'InvalidDigitsReceived' }), ...keys, fault];
}

function answersToLook(asked: Look, label: string, withheld: boolean, examples: Examples): Answer[] {
  switch (asked.kind) {
    case 'identify':
      if (withheld) return [look('number withheld', { created: false })];
      return [look('known', { customerId: 'customer', created: false }), look('new', { customerId: 'customer', created: true })];
    case 'is-open':
      return [look('open', true), look('closed', false)];
    case 'run':
      return (examples[runName(label)] ?? []).map((result) => look(JSON.stringify(result), result));
    case 'mailbox':
      return [
        look('there', { bucket: 'recordings', prefix: 'voicemail/queue/example/example', greeting: 'voicemail-greeting', maxSeconds: 180 }),
        look('no such box', null),
      ];
    case 'message':
      return [look('says something', true), look('silence', false)];
    case 'keep-message':
    case 'drop-message':
      return [look('', true)];
  }
}

/** The name of a `run` step, from its label. */
export const runName = (label: string): string => label.replace(/^run /, '');

/** All answers to what a flow asks; none at its end, and none to a `run` without examples. */
export function answersTo(next: Next, withheld: boolean, examples: Examples): Answer[] {
  if (next.kind === 'act') return answersToActions(next.actions);
  return next.kind === 'look' ? answersToLook(next.look, next.label, withheld, examples) : [];
}
