/** What may come back for an ask: the answers that a walk of all branches tries, and by which people name them. */
import { type Action, fallbackIntent } from '../telephony/sma.ts';
import type { Next } from './advance.ts';
import type { Checked, Heard, Json, Look } from './ask.ts';
import type { Option } from './spoken.ts';

export interface Answer {
  /** `keys`: pressed, and accepted. `words`: said, and understood. `no-input`: none, or none that is valid: the service tells both alike. `fault`: not played. */
  kind: 'keys' | 'words' | 'no-input' | 'heard' | 'fault' | 'look';
  /** For people: the keys, or what the look found. */
  words: string;
  result: Json;
}

/** What a flow's `run` steps may give, by their names: a walk never runs tasks. A flow's file exports them as `examples`. */
export type Examples = Readonly<Record<string, readonly Json[]>>;

const heard = (kind: Answer['kind'], words: string, result: (Heard | Checked) & Json): Answer => ({ kind, words, result });
const look = (words: string, result: Json): Answer => ({ kind: 'look', words, result });

/** The parameters of an action that waits for keys. */
export type Collects = Extract<Action, { Type: 'PlayAudioAndGetDigits' | 'SpeakAndGetDigits' }>;
export const collects = (action: Action | undefined): action is Collects =>
  action?.Type === 'PlayAudioAndGetDigits' || action?.Type === 'SpeakAndGetDigits';

/** Whether the caller is asked for something, by keypad or by voice. */
export const asks = ({ actions, menu }: Extract<Next, { kind: 'act' }>): boolean => menu !== undefined || collects(actions.at(-1));

/** Whether the service takes the keys for an answer. */
export function accepts({ Parameters }: Collects, keys: string): boolean {
  const { InputDigitsRegex, MinNumberOfDigits = 0, MaxNumberOfDigits = 128 } = Parameters;
  const fits = keys.length >= MinNumberOfDigits && keys.length <= MaxNumberOfDigits;
  return keys !== '' && fits && (InputDigitsRegex === undefined || new RegExp(InputDigitsRegex).test(keys));
}

const singleKeys = [...'1234567890*#'];
/** Longer inputs are tried with these beginnings, as long as they may be. */
const longKeys = ['12345678901234567890', '98765432109876543210', '55555555555555555555', '00000000000000000000', '24122026182024122026'];

/** Each key that a menu takes, but the one that plays it again: nothing comes of that; of longer inputs the shortest and the longest that are found. */
function acceptedKeys(action: Collects, again: string | undefined): string[] {
  const { MaxNumberOfDigits = longKeys[0]?.length ?? 0 } = action.Parameters;
  const single = singleKeys.filter((key) => key !== again && accepts(action, key));
  if (MaxNumberOfDigits === 1) return single;
  const lengths = Array.from({ length: Math.min(MaxNumberOfDigits, 20) - 1 }, (_, i) => i + 2);
  const long = lengths.flatMap((n) => longKeys.map((keys) => keys.slice(0, n)).filter((keys) => accepts(action, keys))[0] ?? []);
  return [...single, ...new Set([...long.slice(0, 1), ...long.slice(-1)])];
}

/** What a walk takes a recording for. */
const recordedExample = 'voicemail/queue/example/example/message.wav';

/** A choice of a spoken menu as people read it: `2 or “technical”`. */
const optionWords = ({ topic, words }: Option): string =>
  [...words.filter((word) => /^\d$/.test(word)), `“${words[0] ?? topic}”`].join(' or ');

/** From the block that is kept free for fiction. */
const walkedNumber = '+12025550199';

type Act = Extract<Next, { kind: 'act' }>;

/** What a list of actions may end with: keys, or that it was heard. */
function answersToKeys({ label, secret, again }: Act, last: Collects, withheld: boolean, examples: Examples): Answer[] {
  const keys = acceptedKeys(last, again);
  if (secret === undefined) return keys.map((digits) => heard('keys', digits, { ok: true, digits }));
  const own = keys.filter((key) => secret.own.includes(key)).map((key) => heard('keys', key, { ok: true, key }));
  const typed = keys.find((key) => !secret.own.includes(key)) ?? '1';
  // Which keys they are makes no difference: only what is found by them is told.
  const found = answersToLook(secret.look(typed), label, withheld, examples).map(({ words, result }) => heard('keys', words, { ok: true, found: result })); // prettier-ignore
  return [...found, ...own];
}

/** One of a menu's answers that a bot is not sure of: what comes then is the same for all. */
function unsure({ label, menu }: Act): Answer[] {
  const option = menu?.options[0];
  if (option === undefined || label.endsWith(', sure')) return [];
  return [heard('words', `something like ${optionWords(option)}`, { ok: true, intent: option.topic, confidence: 0.5 })];
}

function answersToActions(next: Act, withheld: boolean, examples: Examples): Answer[] {
  const fault = heard('fault', 'not played', { ok: false, why: 'SystemException' });
  const last = next.actions.at(-1);
  if (last?.Type === 'CallAndBridge') {
    const none = heard('heard', 'nobody answers', { ok: false, why: 'CallNotAnswered' });
    return [none, heard('heard', 'they have talked', { ok: true }), fault];
  }
  if (next.menu !== undefined) {
    const said = next.menu.options.map((option) => heard('words', optionWords(option), { ok: true, intent: option.topic }));
    const full = heard('fault', 'no speech', { ok: false, why: 'ActionExecutionThrottled' });
    return [heard('no-input', 'nothing understood', { ok: true, intent: fallbackIntent }), ...said, ...unsure(next), full];
  }
  if (last?.Type === 'RecordAudio') return [heard('heard', 'speaks', { ok: true, recorded: recordedExample }), fault];
  if (!collects(last)) return [heard('heard', '', { ok: true }), fault];
  return [heard('no-input', 'no input', { ok: false, why: 'InvalidDigitsReceived' }), ...answersToKeys(next, last, withheld, examples), fault]; // prettier-ignore
}

/** What a queue may look like. */
const standings: readonly Answer[] = [
  look('open, nobody waits', { waiting: 0, staffed: 3, open: true, expectedWaitMinutes: 1 }),
  look('open, many wait', { waiting: 12, staffed: 3, open: true, expectedWaitMinutes: 15 }),
  look('open, nobody on duty', { waiting: 0, staffed: 0, open: true }),
  look('closed', { waiting: 0, staffed: 0, open: false }),
];

function answersToLook(asked: Look, label: string, withheld: boolean, examples: Examples): Answer[] {
  switch (asked.kind) {
    case 'identify':
      if (withheld) return [look('number withheld', { created: false })];
      return [look('known', { customerId: 'customer', created: false }), look('new', { customerId: 'customer', created: true })];
    case 'is-open':
      return [look('open', true), look('closed', false)];
    case 'opens-at':
      return [look('opens tomorrow', { date: '2026-12-24', time: '09:00' }), look('does not open', null)];
    case 'mailbox':
      return [
        look('there', { bucket: 'recordings', prefix: 'voicemail/queue/example/example', greeting: 'voicemail-greeting', maxSeconds: 180 }),
        look('no such box', null),
      ];
    case 'message':
      return [look('says something', true), look('silence', false)];
    case 'callback-offer':
      return [
        look('number known', { queue: 'example', number: '+12025550123', spoken: '2025550123' }),
        look('no number', { queue: 'example' }),
        look('not possible', null),
      ];
    case 'callback-number':
      return [look('can be called', { number: '+12025550123', spoken: '2025550123' }), look('can’t be called', null)];
    case 'callback-request':
      return [look('noted', true), look('not possible', false)];
    case 'keep-message':
    case 'drop-message':
      return [look('', true)];
    case 'run': {
      const found = (examples[runName(label)] ?? []).map((result) => look(JSON.stringify(result), result));
      return asked.default === undefined ? found : [...found, look('no answer', asked.default)];
    }
    case 'queue':
      return [...standings];
    case 'notice':
      return [look('none', null), look('a notice is on', { text: 'A notice.' })];
    case 'note':
    case 'language':
    case 'consent':
      return [look('', true)];
    case 'split':
      return Object.entries(asked.shares).flatMap(([way, share]) => (share > 0 ? [look(`${way} (${share})`, way)] : []));
    case 'agent':
      return [look('somebody’s', { agentId: 'agent' }), look('nobody’s', {})];
    case 'dial':
      return [look('allowed', { number: walkedNumber, callerId: walkedNumber }), look('not allowed', { refused: 'hourly-cap' })];
    case 'customer-number':
      return [look('a customer’s number', { customerId: 'customer' }), look('nobody’s number', {})];
    case 'pin':
      return [look('the right PIN', 'right'), look('a wrong PIN', 'wrong'), look('locked out', 'locked-out')];
    case 'words':
      return [look('as shipped', null)];
  }
}

/** The name of a `run` step, from its label. */
export const runName = (label: string): string => label.replace(/^run |^digits (.*) \d+$/, '$1');

/** All answers to what a flow asks; none at its end, and none to a `run` without examples. */
export function answersTo(next: Next, withheld: boolean, examples: Examples): Answer[] {
  if (next.kind === 'act') return answersToActions(next, withheld, examples);
  return next.kind === 'look' ? answersToLook(next.look, next.label, withheld, examples) : [];
}
