/** Makes a recording that somebody brought fit for the telephone, or says why it can't be. */
import { levelled, telephoneRate, toTelephone } from './shape.ts';
import { readWav, type Sound, writeWav } from './wav.ts';

export const longestSeconds = 300;
const shortestSeconds = 0.1;
const speechDbov = -20;
/** Quieter than this all through is silence. */
const silenceDbov = -55;
/** More of the samples at full scale than this sound like a saw. */
const mostClipped = 0.05;

export type Converted = { wav: Uint8Array; seconds: number } | { refused: string };

const share = (samples: Int16Array, isSo: (value: number) => boolean): number =>
  samples.reduce((count, value) => count + (isSo(value) ? 1 : 0), 0) / Math.max(1, samples.length);

/** The loudest tenth of a second, relative to full scale. */
function loudest(samples: Float64Array): number {
  const window = telephoneRate / 10;
  let most = 0;
  for (let at = 0; at < samples.length; at += window) {
    const part = samples.subarray(at, at + window);
    most = Math.max(most, part.reduce((sum, value) => sum + value * value, 0) / part.length);
  }
  return most === 0 ? -127 : 10 * Math.log10(most);
}

function read(bytes: Uint8Array): Sound | { refused: string } {
  try {
    return readWav(bytes);
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : 'it is no WAV file';
    return { refused: why.replace(/\.$/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase()) };
  }
}

/** Converts a WAV file of any common kind to 8 kHz, mono, 16 bit, as loud as all prompts. */
export function convertRecording(bytes: Uint8Array): Converted {
  const sound = read(bytes);
  if ('refused' in sound) return sound;
  const seconds = sound.samples.length / sound.rate;
  if (seconds > longestSeconds) return { refused: `it takes ${Math.round(seconds)} seconds, and ${longestSeconds} are the most` };
  if (seconds < shortestSeconds) return { refused: 'it is empty' };
  if (share(sound.samples, (value) => Math.abs(value) >= 32_700) > mostClipped)
    return { refused: 'it is distorted: it was recorded far too loud' };
  const samples = toTelephone(sound.samples, sound.rate);
  if (loudest(samples) < silenceDbov) return { refused: 'it is silent' };
  return { wav: writeWav(levelled(samples, speechDbov), telephoneRate), seconds: Math.round(seconds * 10) / 10 };
}
