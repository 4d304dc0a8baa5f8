/** Asking for digits: what PlayAudioAndGetDigits and SpeakAndGetDigits share. */
import { limits } from '../../shared/telephony/sma.ts';
import type { PlayEnd, Sound } from '../calls/effects.ts';
import type { Digit } from '../media/contract.ts';
import type { Failure, Outcome, Parameters, Preparation, Running, Stage } from './contract.ts';
import { invalidParameter, keys, numberWithin, playFailure, positive, wholePattern } from './parameters.ts';

interface Collection {
  prompt: Sound;
  failurePrompt: Sound;
  pattern: RegExp | undefined;
  min: number;
  max: number;
  terminators: readonly Digit[];
  /** How long the first digit may take after the prompt, and each further one after the one before. */
  waitMs: number;
  gapMs: number;
  attempts: number;
}

/** Judges the parameters that both actions have beside their prompts. */
export function prepareCollection(parameters: Parameters, sounds: { prompt: Sound; failurePrompt: Sound }): Failure | Preparation {
  const min = numberWithin(parameters['MinNumberOfDigits'], { min: 0, max: limits.digits, absent: 0 });
  if (min === undefined) return invalidParameter('MinNumberOfDigits parameter is invalid.');
  // The guide says "greater than the minimum", yet equal values are what one-key menus everywhere send.
  const max = numberWithin(parameters['MaxNumberOfDigits'], { min: Math.max(1, min), max: limits.digits, absent: limits.digits });
  if (max === undefined) return invalidParameter('MaxNumberOfDigits parameter is invalid.');
  const waitMs = positive(parameters, 'RepeatDurationInMilliseconds');
  if (typeof waitMs !== 'number') return waitMs;
  const gapMs = positive(parameters, 'InBetweenDigitsDurationInMilliseconds', waitMs);
  if (typeof gapMs !== 'number') return gapMs;
  const attempts = positive(parameters, 'Repeat', 1);
  if (typeof attempts !== 'number') return attempts;
  const terminators = keys(parameters['TerminatorDigits'], ['#']);
  if (!terminators) return invalidParameter('TerminatorDigits parameter is invalid.');
  const given = parameters['InputDigitsRegex'];
  const pattern = given === undefined || given === null ? undefined : wholePattern(given);
  if (given !== undefined && given !== null && !pattern) return invalidParameter('InputDigitsRegex parameter is invalid.');
  return (stage) => collect({ ...sounds, pattern, min, max, terminators, waitMs, gapMs, attempts }, stage);
}

/**
 * One attempt is prompt, digits, verdict. A key stops the prompt. A bad attempt plays the failure prompt, then the prompt again while
 * attempts are left; a key in the failure prompt is the next attempt's first.
 */
function collect(collection: Collection, stage: Stage): Running {
  let attempt = 1;
  let digits = '';
  let phase: 'prompt' | 'digits' | 'failure-prompt' = 'prompt';
  stage.play(collection.prompt);

  const fail = (): undefined => {
    phase = 'failure-prompt';
    digits = '';
    stage.stopTimer('wait');
    stage.stopPlaying();
    stage.play(collection.failurePrompt);
  };
  const judge = (terminator = ''): Outcome | undefined => {
    const entered = digits.length > 0 || terminator !== '';
    const enough = digits.length >= collection.min && digits.length <= collection.max;
    const { pattern } = collection;
    const fits = !pattern || pattern.test(digits) || (terminator !== '' && pattern.test(digits + terminator));
    return entered && enough && fits ? { kind: 'succeeded', data: { ReceivedDigits: digits } } : fail();
  };
  const nextAttempt = (): Outcome | undefined => {
    if (attempt >= collection.attempts) {
      return { kind: 'failed', errorType: 'InvalidDigitsReceived', message: 'No valid digits were received.' };
    }
    attempt += 1;
    phase = 'prompt';
    stage.play(collection.prompt);
    return undefined;
  };

  return {
    played: (end: PlayEnd) => {
      if (end !== 'finished' && end !== 'terminated') return playFailure(end);
      if (phase === 'failure-prompt') return nextAttempt();
      if (phase === 'prompt') {
        phase = 'digits';
        stage.startTimer('wait', collection.waitMs);
      }
      return undefined;
    },
    digit: (digit) => {
      if (phase === 'failure-prompt') {
        if (attempt >= collection.attempts) return undefined;
        attempt += 1;
      }
      if (phase !== 'digits') stage.stopPlaying();
      phase = 'digits';
      if (collection.terminators.includes(digit)) return judge(digit);
      digits += digit;
      if (digits.length >= collection.max) return judge();
      stage.startTimer('wait', collection.gapMs);
      return undefined;
    },
    timer: () => judge(),
  };
}
