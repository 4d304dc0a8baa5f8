import { promptSource } from '../../prompts/prompt-key.ts';
import type { Action } from '../../telephony/sma.ts';
import { Heard, type Circumstances, type Step } from '../ask.ts';

/** Key of the telephone → topic. `#` ends an input and `*` is kept for later, so neither chooses. */
export type Choices = Readonly<Partial<Record<'0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9', string>>>;
/** What a menu returns: one of its topics, or `operator`, which is always a way to a person. */
export type TopicOf<C extends Choices> = Exclude<C[keyof C], undefined> | 'operator';

/** The time that a caller has for a key, after the prompt. */
const answerWithinMs = 6_000;
/** The tries in order: each has a prompt of its own, `<prompt>`, `<prompt>-again`, `<prompt>-last`. */
const tries = ['', '-again', '-last'];

function ask(circumstances: Circumstances, prompt: string, keys: string): Action {
  const source = (name: string) => promptSource(circumstances.promptsBucket, name, circumstances.language);
  return {
    Type: 'PlayAudioAndGetDigits',
    Parameters: {
      AudioSource: source(prompt),
      FailureAudioSource: source('not-understood'),
      InputDigitsRegex: `^[${keys}]$`,
      // Without a minimum: the maximum must be greater than it, and the first key shall end the input at once.
      MaxNumberOfDigits: 1,
      TerminatorDigits: ['#'],
      Repeat: 1,
      RepeatDurationInMilliseconds: answerWithinMs,
      ParticipantTag: 'LEG-A',
    },
  };
}

/**
 * A menu by keypad. A wrong key or none: the next try, with the next prompt. 0 leads to a person also where the menu has no 0,
 * and so does the end of the last try, or a menu that can't be played.
 */
export function* menu<const C extends Choices>(circumstances: Circumstances, prompt: string, choices: C): Step<TopicOf<C>> {
  const topics: Choices = { 0: 'operator', ...choices };
  const keys = Object.keys(topics).join('');
  for (const [i, suffix] of tries.entries()) {
    const label = `menu ${prompt} ${i + 1}`;
    const heard = Heard.parse(yield { do: 'act', label, actions: [ask(circumstances, prompt + suffix, keys)] });
    const topic = heard.ok ? topics[heard.digits as keyof Choices] : undefined;
    if (topic !== undefined) return topic as TopicOf<C>;
    if (!heard.ok && heard.why === 'InvalidAudioSource') break;
  }
  return (topics[0] ?? 'operator') as TopicOf<C>;
}
