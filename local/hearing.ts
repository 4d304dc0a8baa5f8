/**
 * What somebody hears on a telephone: silence, a tone, speech or music, told by level, spectrum and cadence. Pure: frames of 20 ms go
 * in, the impression of the last second comes out. Good enough to follow a call by; it doesn't understand words.
 */
import { dbov, frameSamples, sampleRate, tickMs } from '../gateway/media/frames.ts';

export const impressions = ['silence', 'tone', 'speech', 'music'] as const;
export interface Heard {
  kind: (typeof impressions)[number];
  /** Level of the last 200 ms, relative to full scale. */
  dbov: number;
  /** A tone's frequency in hertz, to the next 10. */
  hz?: number;
}

/** Below this nobody hears anything on a telephone. */
const silentDbov = -50;
const windowFrames = 10;
const cadenceFrames = 60;
/** Share of a window's power that must be in one frequency for it to count as a tone. */
const toneShare = 0.7;

/** Share of the samples' power that is at one frequency, from 0 to 1 (Goertzel's algorithm). */
export function shareAt(hz: number, samples: Int16Array): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let [one, two, energy] = [0, 0, 0];
  for (const sample of samples) {
    const value = sample + coefficient * one - two;
    two = one;
    one = value;
    energy += sample * sample;
  }
  if (energy === 0) return 0;
  const power = one * one + two * two - coefficient * one * two;
  return Math.min(1, (2 * power) / (energy * samples.length));
}

export class Hearing {
  readonly #window = new Int16Array(windowFrames * frameSamples);
  /** Levels of the last frames, the newest last. */
  #levels: number[] = [];

  /** Takes the next frame. */
  hear(frame: Int16Array): void {
    this.#window.copyWithin(0, frameSamples);
    this.#window.set(frame, this.#window.length - frameSamples);
    this.#levels.push(levelOf(frame));
    if (this.#levels.length > cadenceFrames) this.#levels.shift();
  }

  /** The impression now. */
  get heard(): Heard {
    const level = levelOf(this.#window);
    if (Math.max(-127, ...this.#levels.slice(-windowFrames)) < silentDbov) {
      return this.#pausing() ? { kind: 'speech', dbov: level } : { kind: 'silence', dbov: level };
    }
    const hz = this.#tone();
    if (hz !== undefined) return { kind: 'tone', dbov: level, hz };
    return { kind: this.#isSteady() ? 'music' : 'speech', dbov: level };
  }

  /** Whether a tone of this frequency is in the last 200 ms with at least this share of their power. */
  hearsTone(hz: number, share = 0.3): boolean {
    return levelOf(this.#window) > silentDbov && shareAt(hz, this.#window) >= share;
  }

  /** A pause between words is part of speech: shorter than 400 ms. */
  #pausing(): boolean {
    return Math.max(-127, ...this.#levels.slice(-400 / tickMs)) >= silentDbov;
  }

  /** The one frequency that holds most of the power, searched coarsely and then finely. */
  #tone(): number | undefined {
    const strongest = (from: number, to: number, step: number, samples: Int16Array): number => {
      let [best, most] = [from, -1];
      for (let hz = from; hz <= to; hz += step) {
        const share = shareAt(hz, samples);
        if (share > most) [best, most] = [hz, share];
      }
      return best;
    };
    // 20 ms resolve 50 Hz, 200 ms resolve 5.
    const coarse = strongest(250, 3400, 25, this.#window.subarray(-frameSamples));
    const fine = strongest(coarse - 50, coarse + 50, 5, this.#window);
    return shareAt(fine, this.#window) >= toneShare ? Math.round(fine / 10) * 10 : undefined;
  }

  /** Speech falls quiet between syllables, several times a second; music sounds on. */
  #isSteady(): boolean {
    const loud = [...this.#levels].sort((a, b) => b - a)[Math.floor(this.#levels.length / 10)] ?? silentDbov;
    const quiet = this.#levels.filter((level) => level < loud - 18).length;
    return this.#levels.length >= cadenceFrames / 2 && quiet / this.#levels.length < 0.08;
  }
}

function levelOf(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return dbov(energy, samples.length);
}
