/** What telephones carry, in Hz. */
const sampleRate = 8000;

/**
 * Low-pass filters that bring any rate down to 8 kHz: for each phase (place of an output sample between two input samples) one
 * set of taps of a windowed sinc.
 */
interface Filter {
  phases: number;
  taps: number;
  weights: Float32Array;
}

/** Zero crossings of the sinc on each side: enough for 60 dB of what telephones can't carry. */
const crossings = 16;
/** Passes up to 3.6 kHz. */
const cutoff = 0.9;
/** Odd rates have thousands of phases; nearest of these is good to 60 dB. */
const mostPhases = 640;

const filters = new Map<number, Filter>();

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
/** Blackman's window on -1 to 1. */
const window = (x: number): number => (Math.abs(x) >= 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x));

function filterFor(rate: number): Filter {
  const known = filters.get(rate);
  if (known) return known;
  const phases = Math.min(mostPhases, sampleRate / greatestDivisor(rate, sampleRate));
  const scale = (cutoff * sampleRate) / rate;
  const half = Math.ceil(crossings / scale);
  const taps = 2 * half;
  const weights = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - half + 1 - phase / phases;
      sum += weights[phase * taps + tap] = sinc(distance * scale) * window(distance / half);
    }
    for (let tap = 0; tap < taps; tap++) weights[phase * taps + tap]! /= sum;
  }
  const filter = { phases, taps, weights };
  filters.set(rate, filter);
  return filter;
}

/** Samples at 8 kHz that `count` samples at `rate` become. */
export const resampledLength = (count: number, rate: number): number => Math.ceil((count * sampleRate) / rate);

/**
 * Output samples `from` to `to` (at 8 kHz) of `input` at `rate`, written to their places of `into`. Any stretch may be asked for, so
 * that a long recording is made as it is played.
 */
export function resample(input: Int16Array, rate: number, into: Int16Array, from: number, to: number): void {
  if (rate === sampleRate) {
    into.set(input.subarray(from, to), from);
    return;
  }
  const { phases, taps, weights } = filterFor(rate);
  const half = taps / 2;
  for (let out = from; out < to; out++) {
    const place = (out * rate) / sampleRate;
    let whole = Math.floor(place);
    let phase = Math.round((place - whole) * phases);
    if (phase === phases) {
      phase = 0;
      whole++;
    }
    const first = whole - half + 1;
    const start = Math.max(0, -first);
    const end = Math.min(taps, input.length - first);
    let sum = 0;
    for (let tap = start; tap < end; tap++) sum += input[first + tap]! * weights[phase * taps + tap]!;
    into[out] = sum > 32767 ? 32767 : sum < -32768 ? -32768 : Math.round(sum);
  }
}
