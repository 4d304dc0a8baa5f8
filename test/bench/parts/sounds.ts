/** Sounds to play: 8 kHz, 16 bit, mono. */
import { wavOf } from '../../../local/caller.ts';

/** A tone of so many seconds; 0 Hz is silence. */
export const toneWav = (hz: number, seconds: number): Uint8Array =>
  wavOf(Int16Array.from({ length: 8000 * seconds }, (_, i) => 6000 * Math.sin((2 * Math.PI * hz * i) / 8000)));
