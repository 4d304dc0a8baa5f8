import { catalogue } from '../../prompts/catalogue.ts';
import { filledRecordings, filledText } from '../../prompts/filled.ts';
import { languageOf } from '../../prompts/language.ts';
import { promptSource } from '../../prompts/prompt-key.ts';
import type { Variables } from '../../prompts/variables.ts';
import { voices } from '../../prompts/voices.ts';
import { type Action, limits } from '../../telephony/sma.ts';
import { type Circumstances, Heard, type Step } from '../ask.ts';
import { play } from './play.ts';

/** The company's own words of the prompt, or else the shipped ones; undefined where there are none. */
export function* wordsOf({ language }: Circumstances, prompt: string, variables: Variables): Step<string | undefined> {
  const kindsOf = Object.fromEntries(Object.entries(variables).map(([name, { kind }]) => [name, kind]));
  const own = yield { do: 'look', label: `words of ${prompt}`, look: { kind: 'words', prompt, language, variables: kindsOf } };
  return typeof own === 'string' ? own : catalogue[languageOf(language)][prompt];
}

/** Recordings after each other, as many to an answer as it may hold. */
function* playAll({ promptsBucket, language }: Circumstances, prompt: string, names: readonly string[]): Step<void> {
  for (let at = 0; at < names.length; at += limits.actionsPerAnswer) {
    const actions = names.slice(at, at + limits.actionsPerAnswer).map((name): Action => ({
      Type: 'PlayAudio',
      Parameters: { AudioSource: promptSource(promptsBucket, name, language), ParticipantTag: 'LEG-A' },
    }));
    yield { do: 'act', label: `say ${prompt}, recorded${at === 0 ? '' : ` ${at / limits.actionsPerAnswer + 1}`}`, actions };
  }
}

/**
 * Says a prompt with its variables: spoken by Polly where it has a voice for the language, else from recordings of the words and of the
 * fragments that its variables are read with. So do languages with a voice when it fails. Without variables the prompt is played.
 */
export function* say(circumstances: Circumstances, prompt: string, variables: Variables = {}): Step<void> {
  if (Object.keys(variables).length === 0) return yield* play(circumstances, prompt);
  const language = languageOf(circumstances.language);
  const words = yield* wordsOf(circumstances, prompt, variables);
  if (words === undefined) return;
  const voice = voices[language];
  const Text = filledText(words, variables, language);
  if (voice !== undefined && Text.length <= limits.speechCharacters) {
    const Parameters = { Text, VoiceId: voice.voiceId, Engine: voice.engine, ParticipantTag: 'LEG-A' } as const;
    const heard = Heard.parse(yield { do: 'act', label: `say ${prompt}`, actions: [{ Type: 'Speak', Parameters }] });
    if (heard.ok) return;
  }
  yield* playAll(circumstances, prompt, filledRecordings(prompt, words, variables, language));
}
