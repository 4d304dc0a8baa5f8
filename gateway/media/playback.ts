import type { Digit } from './contract.ts';
import { frameSamples, saturate } from './frames.ts';
import { resample, resampledLength } from './resample.ts';
import { readWav, type Wav } from './wav.ts';

/** A WAV file at 8 kHz mono, made from the file's samples as far as somebody has listened: no long work in one tick. */
export class Recording {
  readonly length: number;
  readonly #wav: Wav;
  readonly #mono: Int16Array;
  readonly #samples: Int16Array;
  #monoUntil = 0;
  #ready = 0;

  constructor(wav: Wav) {
    this.#wav = wav;
    const count = wav.samples.length / wav.channels;
    this.#mono = wav.channels === 1 ? wav.samples : new Int16Array(count);
    this.#monoUntil = wav.channels === 1 ? count : 0;
    this.length = resampledLength(count, wav.rate);
    this.#samples = wav.channels === 1 && wav.rate === 8000 ? wav.samples : new Int16Array(this.length);
    if (this.#samples === wav.samples) this.#ready = this.length;
  }

  sample(at: number): number {
    if (at >= this.#ready) this.#prepare(at + frameSamples);
    return this.#samples[at]!;
  }

  #prepare(until: number): void {
    const to = Math.min(this.length, until);
    // The filter looks ahead by less than 100 samples of 8 kHz.
    this.#mix(Math.ceil(((to + 100) * this.#wav.rate) / 8000));
    resample(this.#mono, this.#wav.rate, this.#samples, this.#ready, to);
    this.#ready = to;
  }

  #mix(until: number): void {
    const to = Math.min(this.#mono.length, until);
    for (let i = this.#monoUntil; i < to; i++) this.#mono[i] = (this.#wav.samples[2 * i]! + this.#wav.samples[2 * i + 1]!) >> 1;
    this.#monoUntil = Math.max(this.#monoUntil, to);
  }
}

/** Recordings that somebody plays at this moment, by their id, so that a hundred listeners of one song share its samples. */
export class Library {
  #held = new Map<string, { recording: Recording; players: number }>();

  /** Takes a recording out; to be given back with `release`. */
  take(recordingId: string, bytes: SharedArrayBuffer): { ok: true; recording: Recording } | { ok: false; why: string } {
    let held = this.#held.get(recordingId);
    if (!held) {
      const reading = readWav(new Uint8Array(bytes));
      if (!reading.ok) return reading;
      held = { recording: new Recording(reading.wav), players: 0 };
      this.#held.set(recordingId, held);
    }
    held.players++;
    return { ok: true, recording: held.recording };
  }

  release(recordingId: string): void {
    const held = this.#held.get(recordingId);
    if (held && --held.players === 0) this.#held.delete(recordingId);
  }
}

export interface PlaybackOrder {
  playId: string;
  recordingId: string;
  repeat: number;
  terminators: readonly Digit[];
  /** Set to 1 by the main thread to stop at once, without waiting for a message. */
  stopped: Int32Array;
}

/** One recording on its way to one line. */
export class Playback {
  readonly order: PlaybackOrder;
  readonly #recording: Recording;
  #at = 0;
  #left: number;

  constructor(order: PlaybackOrder, recording: Recording) {
    this.order = order;
    this.#recording = recording;
    this.#left = order.repeat;
  }

  get stopped(): boolean {
    return Atomics.load(this.order.stopped, 0) === 1;
  }

  /** Adds the next 20 ms to a frame; false when the recording ended for the last time within it. */
  add(frame: Int16Array): boolean {
    for (let i = 0; i < frame.length; i++) {
      frame[i] = saturate(frame[i]! + this.#recording.sample(this.#at));
      if (++this.#at < this.#recording.length) continue;
      this.#at = 0;
      if (--this.#left <= 0) return false;
    }
    return true;
  }
}
