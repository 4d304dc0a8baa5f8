import { tickMs } from './frames.ts';

/** Buckets of a tenth of a millisecond; the last one holds all that is later. */
const bucketMs = 0.1;
const buckets = 2000;
/** After a pause this long (the machine slept) ticks are left out instead of caught up. */
const mostCatchUp = 10;

export interface Lateness {
  ticks: number;
  lateP50Ms: number;
  lateP99Ms: number;
  lateMaxMs: number;
}

/**
 * The one clock of the media worker: tick n is due at start + n × 20 ms, however late the one before was, so that nothing drifts.
 */
export class MediaClock {
  readonly #tick: () => void;
  readonly #started = performance.now();
  #done = 0;
  #timer: NodeJS.Timeout | undefined;
  #counts = new Uint32Array(buckets);
  #ticks = 0;
  #worst = 0;

  constructor(tick: () => void) {
    this.#tick = tick;
    this.#arm();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** How late ticks began since the last call. */
  lateness(): Lateness {
    const result = { ticks: this.#ticks, lateP50Ms: this.#quantile(0.5), lateP99Ms: this.#quantile(0.99), lateMaxMs: this.#worst };
    this.#counts.fill(0);
    this.#ticks = 0;
    this.#worst = 0;
    return result;
  }

  #arm(): void {
    const due = this.#started + (this.#done + 1) * tickMs - performance.now();
    this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.round(due)));
  }

  #run(): void {
    // A timer may fire up to a millisecond early, which is better than late.
    let due = Math.floor((performance.now() + 1 - this.#started) / tickMs) - this.#done;
    if (due > mostCatchUp) {
      this.#done += due - 1;
      due = 1;
    }
    for (; due > 0; due--) {
      this.#done++;
      this.#note(performance.now() - (this.#started + this.#done * tickMs));
      this.#tick();
    }
    if (this.#timer) this.#arm();
  }

  #note(lateMs: number): void {
    this.#ticks++;
    this.#worst = Math.max(this.#worst, lateMs);
    this.#counts[Math.min(buckets - 1, Math.max(0, Math.floor(lateMs / bucketMs)))]!++;
  }

  #quantile(part: number): number {
    let left = Math.ceil(this.#ticks * part);
    for (let i = 0; i < buckets; i++) {
      left -= this.#counts[i]!;
      if (left <= 0) return this.#ticks === 0 ? 0 : (i + 1) * bucketMs;
    }
    return buckets * bucketMs;
  }
}
