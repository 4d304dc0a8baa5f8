import { frameSamples, tickMs } from './frames.ts';

/** An utterance is over after `endMs` of silence, or when it is `mostMs` long. */
export interface EarLimits {
  endMs: number;
  mostMs: number;
}

/** Amplitude (RMS of 16 bit) that speech exceeds on any line: -41 dB of full scale. */
const quietest = 300;
/** So many times louder than what the line sounds like without speech. */
const aboveNoise = 3;
/** Speech has begun when this many of the last frames have some: a click, or a cough, is shorter. */
const beginFrames = 7;
const windowFrames = 12;
/** What was heard before speech was noticed belongs to it, and a little silence. */
const leadFrames = windowFrames + 13;
/** How much a tone may differ from a pure one. G.711 adds noise of a thousandth. */
const toneRemainder = 0.006;

/**
 * Hears one utterance, by level alone: louder than the line's own noise, and no tone. Cheap enough for the thread that keeps time:
 * some hundred multiplications a frame.
 */
export class Ear {
  readonly earId: string;
  readonly #limits: EarLimits;
  readonly #told: { spoke(): void; said(samples: Int16Array): void };
  #frames: Int16Array[] = [];
  #recent: boolean[] = [];
  #noise = quietest / aboveNoise;
  #speaks = false;
  #silentFrames = 0;

  constructor(earId: string, limits: EarLimits, told: { spoke(): void; said(samples: Int16Array): void }) {
    this.earId = earId;
    this.#limits = limits;
    this.#told = told;
  }

  add(frame: Int16Array): void {
    this.#frames.push(frame.slice());
    const voice = this.#isVoice(frame);
    if (this.#speaks) return this.#goOn(voice);
    if (this.#frames.length > leadFrames) this.#frames.shift();
    this.#recent.push(voice);
    if (this.#recent.length > windowFrames) this.#recent.shift();
    if (this.#recent.filter(Boolean).length < beginFrames) return;
    this.#speaks = true;
    this.#told.spoke();
  }

  #goOn(voice: boolean): void {
    this.#silentFrames = voice ? 0 : this.#silentFrames + 1;
    const over = this.#silentFrames * tickMs >= this.#limits.endMs || this.#frames.length * tickMs >= this.#limits.mostMs;
    if (over) this.#told.said(joined(this.#frames));
  }

  #isVoice(frame: Int16Array): boolean {
    const level = Math.sqrt(energyOf(frame) / frame.length);
    // Falls at once and rises slowly: what lasts for seconds is noise, however loud.
    this.#noise += (level - this.#noise) * (level < this.#noise ? 0.3 : 0.004);
    return level > Math.max(quietest, aboveNoise * this.#noise) && !isTone(frame);
  }
}

function energyOf(frame: Int16Array): number {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return energy;
}

/** Of a pure tone each sample follows from the two before it: what the best such rule leaves unexplained is next to nothing. */
function isTone(frame: Int16Array): boolean {
  let [c00, c01, c02, c11, c12, c22] = [0, 0, 0, 0, 0, 0];
  for (let i = 2; i < frame.length; i++) {
    const [now, one, two] = [frame[i]!, frame[i - 1]!, frame[i - 2]!];
    c00 += now * now;
    c01 += now * one;
    c02 += now * two;
    c11 += one * one;
    c12 += one * two;
    c22 += two * two;
  }
  const determinant = c11 * c22 - c12 * c12;
  if (c00 === 0 || determinant <= 0) return false;
  const a = (c01 * c22 - c02 * c12) / determinant;
  const b = (c02 * c11 - c01 * c12) / determinant;
  return (c00 - a * c01 - b * c02) / c00 < toneRemainder;
}

function joined(frames: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(frames.length * frameSamples);
  frames.forEach((frame, i) => samples.set(frame, i * frameSamples));
  return samples;
}
