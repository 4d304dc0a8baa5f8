/** What somebody says on a telephone: words by the shipped voice, as a WAV. */
import { speak } from '../../infra/prompts/voice.ts';
import { wavOf, type PlacedCall } from '../../local/caller.ts';
import { levelled, toTelephone, trimmed } from '../../shared/prompts/sound/shape.ts';

/** Words with so much silence after them. */
export async function wordsWav(text: string, silenceMs = 100): Promise<Uint8Array> {
  const { samples, rate } = await speak(text);
  const spoken = trimmed(levelled(toTelephone(samples, rate), -20), silenceMs);
  return wavOf(Int16Array.from(spoken, (value) => Math.round(value * 32767)));
}

/** Says them once. */
export async function sayOnce(call: PlacedCall, text: string): Promise<void> {
  const wav = await wordsWav(text);
  call.say(wav);
  setTimeout(() => call.say(undefined), (wav.length - 44) / 16);
}
