/**
 * Music for those who wait: composed here, so nobody has rights in it. Slow broken chords over a soft bass, all of it between
 * 130 and 1200 Hz, where a telephone sounds well.
 */
import { levelled, telephoneRate } from '../../shared/prompts/sound/shape.ts';

/** Eight bars, as semitones above C3: bass, then the chord that is broken upwards and downwards. */
const bars: readonly { bass: number; chord: readonly [number, number, number, number] }[] = [
  { bass: 0, chord: [12, 16, 19, 23] },
  { bass: 9, chord: [12, 16, 21, 24] },
  { bass: 5, chord: [12, 17, 21, 24] },
  { bass: 7, chord: [14, 17, 19, 23] },
  { bass: 4, chord: [11, 16, 19, 23] },
  { bass: 9, chord: [12, 16, 19, 24] },
  { bass: 2, chord: [14, 17, 21, 24] },
  { bass: 7, chord: [11, 14, 19, 23] },
];
const pattern = [0, 1, 2, 3, 2, 3, 2, 1] as const;
const frequency = (semitones: number): number => 130.81 * 2 ** (semitones / 12);

/** A struck note with a few partials that die away, higher ones sooner. */
function strike(into: Float64Array, startMs: number, semitones: number, loudness: number, decaySeconds: number): void {
  const from = Math.round((startMs * telephoneRate) / 1000);
  const partials = [1, 0.35, 0.12];
  const length = Math.min(into.length - from, Math.round(decaySeconds * 4 * telephoneRate));
  for (let i = 0; i < length; i++) {
    const t = i / telephoneRate;
    const attack = Math.min(1, t / 0.012);
    let value = 0;
    partials.forEach((share, k) => {
      value += share * Math.exp((-t * (1 + 0.8 * k)) / decaySeconds) * Math.sin(2 * Math.PI * frequency(semitones) * (k + 1) * t);
    });
    into[from + i] = (into[from + i] ?? 0) + loudness * attack * value;
  }
}

/** So many milliseconds of it at 8 kHz, beginning and ending in silence. */
export function composeHoldMusic(lengthMs: number): Float64Array {
  const music = new Float64Array((lengthMs * telephoneRate) / 1000);
  const barMs = lengthMs / bars.length;
  bars.forEach(({ bass, chord }, bar) => {
    strike(music, bar * barMs, bass, 0.8, 1.4);
    pattern.forEach((note, i) => {
      strike(music, bar * barMs + (i * barMs) / pattern.length, chord[note], i === 0 ? 0.6 : 0.45, 0.7);
    });
  });
  const fade = telephoneRate;
  for (let i = 0; i < fade; i++) {
    const end = music.length - 1 - i;
    music[end] = ((music[end] ?? 0) * i) / fade;
  }
  return levelled(music, -26);
}

/** The tone after which a caller speaks: so many milliseconds of 1 kHz, without clicks, and a moment of silence before the recording. */
export function composeBeep(lengthMs: number): Float64Array {
  const tone = Float64Array.from({ length: (lengthMs * telephoneRate) / 1000 }, (_, i) => {
    const edge = Math.min(1, i / 80, (lengthMs * telephoneRate) / 1000 / 80 - i / 80);
    return edge * Math.sin((2 * Math.PI * 1000 * i) / telephoneRate);
  });
  return levelled(tone, -18);
}
