import { promptSource } from '../../prompts/prompt-key.ts';
import type { Action } from '../../telephony/sma.ts';
import { type Circumstances, Heard, type Step } from '../ask.ts';

/** What a caller may type: its pattern, and how many digits at most. A single key ends the input at once, a longer one with `#`. */
export interface Typed {
  pattern: string;
  most: number;
}

const singleWithinMs = 6_000;
const betweenDigitsMs = 4_000;

function collecting(circumstances: Circumstances, prompt: string, { pattern, most }: Typed): Action {
  const source = (name: string) => promptSource(circumstances.promptsBucket, name, circumstances.language);
  return {
    Type: 'PlayAudioAndGetDigits',
    Parameters: {
      AudioSource: source(prompt),
      FailureAudioSource: source('not-understood'),
      InputDigitsRegex: pattern,
      MaxNumberOfDigits: most,
      TerminatorDigits: ['#'],
      ...(most === 1 ? {} : { InBetweenDigitsDurationInMilliseconds: betweenDigitsMs }),
      Repeat: 1,
      RepeatDurationInMilliseconds: singleWithinMs,
      ParticipantTag: 'LEG-A',
    },
  };
}

/** Plays a prompt for an input; again when nothing valid comes. Undefined after the last of `tries`. */
export function* type(circumstances: Circumstances, prompt: string, typed: Typed, tries = 2): Step<string | undefined> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const label = `keys ${prompt} ${attempt}`;
    const heard = Heard.parse(yield { do: 'act', label, actions: [collecting(circumstances, prompt, typed)] });
    if (heard.ok && heard.digits !== undefined) return heard.digits.replace(/#$/, '');
  }
  return undefined;
}

/** One of some keys; undefined when none of them comes, in `tries`. */
export function* press<const K extends string>(
  circumstances: Circumstances,
  prompt: string,
  keys: readonly K[],
  tries = 2,
): Step<K | undefined> {
  const digits = yield* type(circumstances, prompt, { pattern: `^[${keys.join('')}]$`, most: 1 }, tries);
  return keys.find((key) => key === digits);
}
