import { frameSamples } from './frames.ts';

const historySamples = 2 * frameSamples;
/** Pitch of voices: 50 to 200 Hz and above, as lags in samples. */
const shortestLag = 40;
const longestLag = frameSamples;
/** After this much (60 ms) a repeated period sounds like a machine: it has faded to nothing by then. */
const fadeSamples = 480;
const joinSamples = 40;

/**
 * Fills gaps of lost packets by repeating the last period of what was heard, fading out, and joins the next heard frame without
 * a click. In the manner of ITU-T G.711 appendix I, simplified.
 */
export class Concealment {
  #history = new Int16Array(historySamples);
  #cycle = new Int16Array(longestLag);
  #period = 0;
  #spent = 0;

  /** To be called with each good frame; changes its first 5 ms after a gap. */
  heard(frame: Int16Array): void {
    if (this.#period > 0) {
      for (let i = 0; i < joinSamples; i++) frame[i] = (frame[i]! * i + this.#sample() * (joinSamples - i)) / joinSamples;
      this.#period = 0;
    }
    this.#history.copyWithin(0, frameSamples);
    this.#history.set(frame, historySamples - frameSamples);
  }

  /** Fills a frame for one that is missing. False when the fade is over and the frame is silence. */
  fill(into: Int16Array): boolean {
    if (this.#period === 0) this.#begin();
    if (this.#spent >= fadeSamples) {
      into.fill(0);
      return false;
    }
    for (let i = 0; i < into.length; i++) into[i] = this.#sample();
    return true;
  }

  /** Forgets what was heard, for a new source. */
  reset(): void {
    this.#history.fill(0);
    this.#period = 0;
  }

  #begin(): void {
    this.#period = bestLag(this.#history);
    this.#spent = 0;
    this.#cycle.set(this.#history.subarray(historySamples - this.#period));
  }

  #sample(): number {
    const gain = Math.max(0, 1 - this.#spent / fadeSamples);
    const sample = this.#cycle[this.#spent % this.#period]! * gain;
    this.#spent++;
    return sample;
  }
}

/** The lag at which the end of `history` resembles itself most. */
function bestLag(history: Int16Array): number {
  let best = shortestLag;
  let bestScore = -Infinity;
  for (let lag = shortestLag; lag <= longestLag; lag++) {
    let product = 0;
    let energy = 1;
    // Every second sample tells enough, at half the cost.
    for (let i = historySamples - frameSamples; i < historySamples; i += 2) {
      const earlier = history[i - lag]!;
      product += history[i]! * earlier;
      energy += earlier * earlier;
    }
    const score = product / Math.sqrt(energy);
    if (score > bestScore) {
      bestScore = score;
      best = lag;
    }
  }
  return best;
}
