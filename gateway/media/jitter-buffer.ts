import { Concealment } from './concealment.ts';
import { frameSamples, timestampDifference } from './frames.ts';

const ringSamples = 8192;
const ringMask = ringSamples - 1;
/** Largest payload taken: 200 ms of G.711. */
const longestPayload = 1600;
/** A packet this far (half a second) from what is played belongs to a new beginning. */
const newBeginning = 4000;
/** What is always kept in hand: 10 ms, and more for a while after packets came too late. */
const leastReserve = 80;
const mostReserve = 960;
const windowPackets = 50;
/** After this many empty frames (1 s) the next packet begins anew. */
const patienceFrames = 50;

export type Heard = 'audio' | 'concealed' | 'nothing';

/**
 * Turns packets that come early, late, twice, out of order or not at all into one frame per tick.
 *
 * Samples lie in a ring at the place their RTP timestamp says, whatever the packet length of the sender. Each packet's *margin* is
 * how long before its turn it came. The smallest margin of the last packets is held near a reserve by playing a little slower or
 * faster; that evens out jitter and the drift of the sender's clock alike.
 */
export class JitterBuffer {
  #ring = new Int16Array(ringSamples);
  #filled = new Uint8Array(ringSamples);
  #stretched = new Int16Array(256);
  #concealment = new Concealment();
  #started = false;
  #play = 0;
  /** End of the latest sample that was really played. */
  #playedUntil = 0;
  #reserve = leastReserve;
  #lowest = Infinity;
  #lowestBefore = Infinity;
  #seen = 0;
  #empty = 0;
  late = 0;
  concealed = 0;

  /** Samples of delay between arrival and playing that the last packets could do without. */
  get margin(): number {
    return Math.min(this.#lowest, this.#lowestBefore);
  }

  /** Takes a payload of companded samples (`expand` is the codec's table) that begins at an RTP timestamp. */
  put(timestamp: number, payload: Uint8Array, expand: Int16Array): void {
    const count = Math.min(payload.length, longestPayload);
    if (count === 0) return;
    let margin = timestampDifference(timestamp, this.#play);
    if (!this.#started || Math.abs(margin) > newBeginning) {
      this.#begin(timestamp);
      margin = this.#reserve;
    } else if (margin < 0) {
      if (!this.#takeLate(timestamp, count, -margin)) return;
      margin = 0;
    }
    this.#measure(margin);
    for (let i = 0; i < count; i++) {
      const at = (timestamp + i) & ringMask;
      this.#ring[at] = expand[payload[i]!]!;
      this.#filled[at] = 1;
    }
  }

  /** The next frame. `concealed` is made up, `nothing` is silence because nothing comes. */
  pull(into: Int16Array): Heard {
    if (!this.#started) {
      into.fill(0);
      return 'nothing';
    }
    const step = this.#step();
    const heard = this.#take(step, into);
    this.#play = (this.#play + step) >>> 0;
    this.#lowest -= step - frameSamples;
    this.#lowestBefore -= step - frameSamples;
    return heard;
  }

  /** A new source: everything held is of the old one. */
  reset(): void {
    this.#started = false;
    this.#concealment.reset();
  }

  #begin(timestamp: number): void {
    this.#started = true;
    this.#filled.fill(0);
    this.#play = (timestamp - this.#reserve) >>> 0;
    this.#playedUntil = this.#play;
    this.#lowest = Infinity;
    this.#lowestBefore = Infinity;
    this.#seen = 0;
    this.#empty = 0;
  }

  /**
   * A packet whose turn has passed. If later samples were played since, it is lost, and the reserve grows. If nothing was, the stream
   * had stalled: playing steps back to it, so that nothing is lost and the delay grows once.
   */
  #takeLate(timestamp: number, count: number, lateBy: number): boolean {
    if (timestampDifference(timestamp, this.#playedUntil) >= 0) {
      this.#play = timestamp;
      this.#lowest += lateBy;
      this.#lowestBefore += lateBy;
      return true;
    }
    this.late++;
    if (lateBy < mostReserve) this.#reserve = Math.min(mostReserve, Math.max(this.#reserve, this.#reserve + Math.min(lateBy, count)));
    return false;
  }

  #measure(margin: number): void {
    if (margin < this.#lowest) this.#lowest = margin;
    if (this.#reserve > leastReserve) this.#reserve--;
    if (++this.#seen < windowPackets) return;
    this.#seen = 0;
    this.#lowestBefore = this.#lowest;
    this.#lowest = Infinity;
  }

  /** How many samples make the next frame: more to catch up, fewer to gain reserve. */
  #step(): number {
    const spare = this.margin - this.#reserve;
    if (!Number.isFinite(spare)) return frameSamples;
    // No hurry down before a whole window tells that nothing needs the delay.
    if (spare > frameSamples && this.#lowestBefore !== Infinity) return frameSamples + (spare > 4 * frameSamples ? 16 : 4);
    return spare < -leastReserve / 2 ? frameSamples - 4 : frameSamples;
  }

  #take(step: number, into: Int16Array): Heard {
    let present = 0;
    let last = 0;
    for (let i = 0; i < step; i++) {
      const at = (this.#play + i) & ringMask;
      if (this.#filled[at]) {
        present++;
        last = i + 1;
      }
      this.#stretched[i] = this.#ring[at]!;
    }
    if (present === 0) return this.#missing(into);
    this.#empty = 0;
    if (present < step) this.#patch(step);
    this.#playedUntil = (this.#play + last) >>> 0;
    for (let i = 0; i < step; i++) this.#filled[(this.#play + i) & ringMask] = 0;
    fit(this.#stretched, step, into);
    this.#concealment.heard(into);
    return 'audio';
  }

  #missing(into: Int16Array): Heard {
    if (++this.#empty > patienceFrames) this.#started = false;
    if (!this.#concealment.fill(into)) return 'nothing';
    this.concealed++;
    return 'concealed';
  }

  /** Holes inside a frame hold the sample before them: they are rarely longer than a few milliseconds. */
  #patch(step: number): void {
    let before = 0;
    for (let i = 0; i < step; i++) {
      if (this.#filled[(this.#play + i) & ringMask]) before = this.#stretched[i]!;
      else this.#stretched[i] = before = before * 0.97;
    }
  }
}

/** Linear interpolation of `count` samples to one frame. */
function fit(from: Int16Array, count: number, into: Int16Array): void {
  if (count === frameSamples) {
    into.set(from.subarray(0, frameSamples));
    return;
  }
  const ratio = (count - 1) / (frameSamples - 1);
  for (let i = 0; i < frameSamples; i++) {
    const at = i * ratio;
    const whole = Math.floor(at);
    const next = Math.min(whole + 1, count - 1);
    into[i] = from[whole]! + (from[next]! - from[whole]!) * (at - whole);
  }
}
