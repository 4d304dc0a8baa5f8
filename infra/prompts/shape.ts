/** Makes speech fit for the telephone: 8 kHz, without the silence around it, all prompts equally loud. */

export const telephoneRate = 8000;

/** Half-band low-pass: a windowed sinc, its cut-off a little below 4 kHz so that nothing folds back. */
function lowPass(taps: number, cutoff: number): Float64Array {
  const middle = (taps - 1) / 2;
  const kernel = Float64Array.from({ length: taps }, (_, i) => {
    const x = i - middle;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (taps - 1)));
  });
  const sum = kernel.reduce((a, b) => a + b, 0);
  return kernel.map((value) => value / sum);
}

/** Brings samples to 8 kHz, from -1 to 1. Throws for rates that are no whole multiple of it. */
export function toTelephone(samples: Int16Array, rate: number): Float64Array {
  const every = rate / telephoneRate;
  if (!Number.isInteger(every)) throw new Error(`Speech at ${rate} Hz can't be brought to ${telephoneRate} Hz.`);
  if (every === 1) return Float64Array.from(samples, (value) => value / 32768);
  const kernel = lowPass(63, 0.45 / every);
  const half = (kernel.length - 1) / 2;
  return Float64Array.from({ length: Math.floor(samples.length / every) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += (kernel[k] ?? 0) * (samples[i * every + k - half] ?? 0);
    return sum / 32768;
  });
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
