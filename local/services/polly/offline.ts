/** The voices of this machine in the place of Polly's: Flite for English, eSpeak NG for the other languages where it is installed. */
import { hasEspeak, speakWithEspeak } from '../../../infra/prompts/espeak.ts';
import { speak } from '../../../infra/prompts/voice.ts';
import { type Language, languageNames, languages } from '../../../shared/prompts/language.ts';
import { levelled, toTelephone, trimmed } from '../../../shared/prompts/sound/shape.ts';
import { voices } from '../../../shared/prompts/voices.ts';

/** The language that a voice of Polly speaks; English for one that isn't in our table. */
export const languageOfVoice = (voiceId: string): Language =>
  languages.find((language) => voices[language]?.voiceId === voiceId) ?? 'en-US';

/** Why a language can't be spoken here; undefined when it can. */
export const silentIn = (language: Language): string | undefined =>
  language === 'en-US' || hasEspeak()
    ? undefined
    : `This machine has no voice for ${languageNames[language]}: install espeak-ng, and it speaks in Polly's place.`;

/** Speech of 8 kHz, from -1 to 1; markup is left out, as these voices have none. Throws where the language has no voice here. */
export async function speakOffline(text: string, voiceId: string, ssml = false): Promise<Float64Array> {
  const plain = ssml ? text.replace(/<[^>]*>/g, ' ') : text;
  const language = languageOfVoice(voiceId);
  const why = silentIn(language);
  if (why !== undefined) throw new Error(why);
  const { samples, rate } = language === 'en-US' ? await speak(plain) : await speakWithEspeak(plain, language);
  return trimmed(levelled(toTelephone(samples, rate), -20), 100);
}
