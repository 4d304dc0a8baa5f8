/** Makes speech fit for the telephone: 8 kHz, without the silence around it, all prompts equally loud. */
import { resample, resampledLength } from '../../telephony/resample.ts';

export const telephoneRate = 8000;

/** Brings samples of any rate to 8 kHz, from -1 to 1. */
export function toTelephone(samples: Int16Array, rate: number): Float64Array {
  const heard = new Int16Array(resampledLength(samples.length, rate));
  resample(samples, rate, heard, 0, heard.length);
  return Float64Array.from(heard, (value) => value / 32768);
}

/** Cuts the silence before and after speech, and puts so much of it after it as given. */
export function trimmed(samples: Float64Array, tailMs: number): Float64Array {
  const audible = (value: number): boolean => Math.abs(value) > 0.01;
  const first = samples.findIndex(audible);
  if (first < 0) return new Float64Array((tailMs * telephoneRate) / 1000);
  const margin = telephoneRate / 50;
  const speech = samples.subarray(Math.max(0, first - margin), samples.findLastIndex(audible) + margin);
  const result = new Float64Array(speech.length + (tailMs * telephoneRate) / 1000);
  result.set(speech);
  return result;
}

/** Sets the loudness (RMS over the whole) to so many dB below full scale, without clipping. */
export function levelled(samples: Float64Array, dbov: number): Float64Array {
  const rms = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length));
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (peak === 0) return samples;
  const gain = Math.min(10 ** (dbov / 20) / rms, 0.97 / peak);
  return samples.map((value) => value * gain);
}
