import type { Digit } from './contract.ts';
import { frameSamples, saturate } from './frames.ts';
import { resample, resampledLength } from '../../shared/telephony/resample.ts';
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

  /** Memory that it takes: the file, and samples made from it. */
  get bytes(): number {
    const made = [this.#mono, this.#samples].filter((samples) => samples !== this.#wav.samples);
    return this.#wav.samples.byteLength + made.reduce((sum, samples) => sum + samples.byteLength, 0);
  }

  /** Adds samples to a frame, from `from` on, as many as there are and as fit in at `at`; returns how many. */
  addTo(frame: Int16Array, at: number, from: number): number {
    const count = Math.min(frame.length - at, this.length - from);
    if (from + count > this.#ready) this.#prepare(from + frameSamples);
    const samples = this.#samples;
    for (let i = 0; i < count; i++) frame[at + i] = saturate(frame[at + i]! + samples[from + i]!);
    return count;
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

/** What recordings that nobody plays at the moment may take: an hour of telephone audio. */
const mostIdleBytes = 64 * 1024 * 1024;

interface Held {
  recording: Recording;
  players: number;
}

/**
 * Recordings by their id: a hundred listeners of one song share its samples, and the next call finds the prompts of the one before. Of
 * those that nobody plays, the ones heard last stay.
 */
export class Library {
  /** In the order in which they were taken or given back last. */
  readonly #held = new Map<string, Held>();
  readonly #mostIdleBytes: number;
  #idleBytes = 0;

  constructor(mostBytes = mostIdleBytes) {
    this.#mostIdleBytes = mostBytes;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Takes a recording out; to be given back with `release`. */
  take(recordingId: string, bytes: SharedArrayBuffer): { ok: true; recording: Recording } | { ok: false; why: string } {
    let held = this.#held.get(recordingId);
    if (!held) {
      const reading = readWav(new Uint8Array(bytes));
      if (!reading.ok) return reading;
      held = { recording: new Recording(reading.wav), players: 0 };
      this.#held.set(recordingId, held);
    } else if (held.players === 0) this.#idleBytes -= held.recording.bytes;
    held.players++;
    return { ok: true, recording: held.recording };
  }

  release(recordingId: string): void {
    const held = this.#held.get(recordingId);
    if (!held || --held.players > 0) return;
    this.#held.delete(recordingId);
    this.#held.set(recordingId, held);
    this.#idleBytes += held.recording.bytes;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [recordingId, { players, recording }] of this.#held) {
      if (this.#idleBytes <= this.#mostIdleBytes) return;
      if (players > 0) continue;
      this.#held.delete(recordingId);
      this.#idleBytes -= recording.bytes;
    }
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
    for (let filled = 0; filled < frame.length;) {
      const count = this.#recording.addTo(frame, filled, this.#at);
      filled += count;
      this.#at += count;
      if (this.#at < this.#recording.length) continue;
      this.#at = 0;
      if (--this.#left <= 0) return false;
    }
    return true;
  }
}
