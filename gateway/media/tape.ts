import { frameSamples, tickMs } from './frames.ts';
import { writeWav } from './wav.ts';

/** How long and how loud: silence is `ms` with no frame whose RMS is above `amplitude` (of 16 bit). */
export interface SilenceLimit {
  ms: number;
  amplitude: number;
}

/** What a line says, frame by frame. */
export class Tape {
  readonly recordingId: string;
  readonly #silence: SilenceLimit | undefined;
  readonly #silent: () => void;
  readonly #frames: Int16Array[] = [];
  #quietTicks = 0;

  /** `silent` is told once. */
  constructor(recordingId: string, silence: SilenceLimit | undefined, silent: () => void) {
    this.recordingId = recordingId;
    this.#silence = silence;
    this.#silent = silent;
  }

  add(frame: Int16Array): void {
    this.#frames.push(frame.slice());
    if (!this.#silence) return;
    this.#quietTicks = isLouder(frame, this.#silence.amplitude) ? 0 : this.#quietTicks + 1;
    if (this.#quietTicks === Math.ceil(this.#silence.ms / tickMs)) this.#silent();
  }

  /** Everything so far: 8 kHz, mono, 16 bit. */
  wav(): Uint8Array {
    const samples = new Int16Array(this.#frames.length * frameSamples);
    this.#frames.forEach((frame, index) => samples.set(frame, index * frameSamples));
    return writeWav(samples);
  }
}

function isLouder(frame: Int16Array, amplitude: number): boolean {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return energy > amplitude * amplitude * frame.length;
}
