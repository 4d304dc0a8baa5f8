/** What all steps that ask by keypad share. */
import { promptSource } from '../../prompts/prompt-key.ts';
import type { Action } from '../../telephony/sma.ts';
import { Checked, Heard, type Circumstances, type Json, type Look, type Step } from '../ask.ts';

export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*';

/** How a step asks. What is left out is as the step says. */
export interface Asking {
  /** How often it asks, 1 to 9. */
  tries?: number;
  /** How long a caller has for the first key after the prompt. */
  seconds?: number;
  /** The prompts of the tries, in order; the last holds for all that follow. Absent: `<prompt>`, `<prompt>-again` … `<prompt>-last`. */
  prompts?: readonly string[];
  /** The key that leads to a person, at any time; `none` where there is no such key. */
  operator?: Key | 'none';
}

/** Plays the prompt again, and counts as no try. */
const repeatKey = '*';
/** Between the keys of a longer input. */
const betweenKeysMs = 3_000;
export const usualTries = 3;
export const usualSeconds = 6;

/** The prompt of a try, counted from 0. */
export function promptOfTry(prompt: string, { prompts, tries = usualTries }: Asking, i: number): string {
  if (prompts !== undefined && prompts.length > 0) return prompts[i] ?? prompts.at(-1) ?? prompt;
  if (i === 0) return prompt;
  return i === tries - 1 ? `${prompt}-last` : `${prompt}-again`;
}

export const playing = (circumstances: Circumstances, prompt: string): Action => ({
  Type: 'PlayAudio',
  Parameters: {
    AudioSource: promptSource(circumstances.promptsBucket, prompt, circumstances.language),
    ParticipantTag: 'LEG-A',
  },
});

export interface Asked extends Asking {
  label: string;
  /** Played, and listened to from its first word on. */
  prompt: string;
  /** Played before it; keys count only from the prompt on. */
  before?: readonly string[];
  /** Matches what counts as an answer, without anchors. */
  pattern: string;
  /** The most keys that an answer has. */
  most: number;
  /** The keys are looked up, and forgotten. */
  secret?: (digits: string) => Look;
}

function collecting(circumstances: Circumstances, asked: Asked, own: readonly string[]): Action {
  const source = (name: string) => promptSource(circumstances.promptsBucket, name, circumstances.language);
  const { prompt, pattern, most, seconds = usualSeconds } = asked;
  return {
    Type: 'PlayAudioAndGetDigits',
    Parameters: {
      AudioSource: source(prompt),
      FailureAudioSource: source('not-understood'),
      InputDigitsRegex: `^(?:${[pattern, ...own].join('|')})$`,
      // Without a minimum: the maximum must be greater than it, and the last key shall end the input at once.
      MaxNumberOfDigits: most,
      TerminatorDigits: ['#'],
      ...(most === 1 ? {} : { InBetweenDigitsDurationInMilliseconds: betweenKeysMs }),
      Repeat: 1,
      RepeatDurationInMilliseconds: seconds * 1000,
      ParticipantTag: 'LEG-A',
    },
  };
}

/** What came of asking: the keys, or what was found by secret ones. */
export type Pressed = { digits: string } | { found: Json } | 'operator' | 'nothing' | 'unplayable';

/**
 * Asks once. The operator's key and `*` (again) are taken besides what the pattern says; keys that it takes itself are its own. What can't be
 * played is told apart: asking once more would be silence once more.
 */
export function* askKeys(circumstances: Circumstances, asked: Asked): Step<Pressed> {
  const { label, before = [], pattern, operator, secret } = asked;
  const taken = new RegExp(`^(?:${pattern})$`);
  const isFree = (key: string | undefined): key is string => key !== undefined && !taken.test(key);
  const own = operator !== 'none' && isFree(operator) ? [operator] : [];
  const again = isFree(repeatKey) && operator !== repeatKey ? repeatKey : undefined;
  const signs = [...own, ...(again === undefined ? [] : [again])].map((key) => (key === '*' ? '\\*' : key));
  const actions = [...before.map((name) => playing(circumstances, name)), collecting(circumstances, asked, signs)];
  const told = yield {
    do: 'act',
    label,
    actions,
    ...(again === undefined ? {} : { again }),
    ...(secret === undefined ? {} : { secret: { own, look: secret } }),
  };
  const answer = secret === undefined ? Heard.parse(told) : Checked.parse(told);
  if (!answer.ok) return answer.why === 'InvalidAudioSource' ? 'unplayable' : 'nothing';
  if ('found' in answer) return { found: answer.found };
  const digits = 'key' in answer ? answer.key : (answer.digits ?? '');
  if (own.some((key) => key === digits)) return 'operator';
  return digits === '' ? 'nothing' : { digits };
}
