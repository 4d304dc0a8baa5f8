/** Somebody's ear with a watch: when which 20 ms were heard. Kept are the last ten seconds. */
import { dbov } from '../../../gateway/media/frames.ts';
import { shareAt } from '../../../local/hearing.ts';

interface Moment {
  at: number;
  frame: Int16Array;
}
type Fits = (frame: Int16Array) => boolean;

const keptFrames = 500;
/** Below this nobody hears anything on a telephone. */
const audibleDbov = -50;

function isAudible(frame: Int16Array): boolean {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return dbov(energy, frame.length) > audibleDbov;
}

/** 20 ms that hold a tone; frequencies are multiples of 50 Hz, whose periods 20 ms hold as a whole. Pure. */
export const isTone =
  (hz: number): Fits =>
  (frame) =>
    isAudible(frame) && shareAt(hz, frame) > 0.3;

/** 20 ms of something that is none of these tones: music, or a word. Pure. */
export const isNeither =
  (...tones: readonly number[]): Fits =>
  (frame) =>
    isAudible(frame) && tones.every((hz) => shareAt(hz, frame) < 0.2);

/** 20 ms with a click in them, where it is otherwise silent. Pure. */
export const isClick: Fits = (frame) => frame.some((sample) => Math.abs(sample) > 4000);

export class Ear {
  readonly hear: (frame: Int16Array) => void;
  #moments: Moment[] = [];
  #wake: () => void = () => undefined;

  constructor() {
    this.hear = (frame) => {
      this.#moments.push({ at: performance.now(), frame: frame.slice() });
      if (this.#moments.length > keptFrames) this.#moments.shift();
      this.#wake();
    };
  }

  /**
   * When the first of `frames` fitting pieces of 20 ms in a row was heard after `since` (performance.now), in milliseconds after `since`.
   * Rejects with `what` when there are none within `withinMs`.
   */
  async after(since: number, what: string, fits: Fits, { frames = 4, withinMs = 15_000 } = {}): Promise<number> {
    const until = performance.now() + withinMs;
    for (;;) {
      const found = this.#first(since, fits, frames);
      if (found !== undefined) return found - since;
      if (performance.now() > until) throw new Error(`${what}: not heard within ${withinMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #first(since: number, fits: Fits, frames: number): number | undefined {
    let began: number | undefined;
    let row = 0;
    for (const { at, frame } of this.#moments) {
      if (at <= since) continue;
      row = fits(frame) ? row + 1 : 0;
      if (row === 1) began = at;
      if (row === frames) return began;
    }
    return undefined;
  }
}
