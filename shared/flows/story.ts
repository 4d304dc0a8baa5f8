/** A call told in words: what the caller hears, what they do, where they end. */
import { recordedText } from '../prompts/recorded-text.ts';
import { promptOfKey } from '../prompts/prompt-key.ts';
import type { Action } from '../telephony/sma.ts';
import type { Next } from './advance.ts';
import { type Answer, runName } from './answers.ts';

/** Something the caller hears: a named prompt with its words (undefined when the catalogue has none), or words without a name. */
export interface Spoken {
  prompt?: string;
  text: string | undefined;
}

function spoken(source: unknown): Spoken[] {
  const key = (source as { Key?: unknown } | undefined)?.Key;
  if (typeof key !== 'string') return [];
  const prompt = promptOfKey(key);
  const [, language = ''] = key.split('/');
  return [prompt === undefined ? { text: key } : { prompt, text: recordedText(prompt, language) }];
}

/** What a list of actions lets the caller hear, in order. */
export function heardIn(actions: readonly Action[]): Spoken[] {
  return actions.flatMap(({ Parameters }) => {
    if ('AudioSource' in Parameters) return spoken(Parameters.AudioSource);
    if ('SpeechParameters' in Parameters) return [{ text: Parameters.SpeechParameters.Text }];
    if ('BotAliasArn' in Parameters) return (Parameters.Configuration?.WelcomeMessages ?? []).map(({ Content }) => ({ text: Content }));
    return 'Text' in Parameters ? [{ text: Parameters.Text }] : [];
  });
}

/** What the caller hears when they pressed nothing valid. */
export function refusalIn(actions: readonly Action[]): Spoken[] {
  return actions.flatMap(({ Parameters }) => {
    if ('FailureAudioSource' in Parameters) return spoken(Parameters.FailureAudioSource);
    return 'FailureSpeechParameters' in Parameters ? [{ text: Parameters.FailureSpeechParameters.Text }] : [];
  });
}

/** What a flow wants, as a person would say it. */
export function wish(next: Next): string {
  switch (next.kind) {
    case 'act':
      return next.label;
    case 'look':
      return next.look.kind === 'run' ? runName(next.label) : next.label;
    case 'enqueue':
      return `wait for ${next.topic}`;
    case 'flow':
      return `go to the flow ${next.flow}`;
    case 'hang-up':
      return 'hang up';
    case 'lost':
      return `give the call up: ${next.why}`;
  }
}

/** What was answered to it. */
export function answerWords({ kind, words }: Answer): string {
  return kind === 'keys' ? `key ${words}` : words;
}

/** A way through a flow in one line: `play welcome → is open: closed → play closed`. */
export function told(way: readonly { next: Next; answer: Answer }[]): string {
  return way
    .map(({ next, answer }) => {
      const words = answerWords(answer);
      return words === '' ? wish(next) : `${wish(next)}: ${words}`;
    })
    .join(' → ');
}
