/** The tone of a telephone that rings far away: 440 and 480 Hz, two seconds on, four off, as ITU-T E.180 lists it for North America. */
import { sampleRate } from './frames.ts';
import { sharedBytes } from './recordings.ts';
import { writeWav } from './wav.ts';

/** About -19 dBm0 each. */
const amplitude = 3600;

function period(): Int16Array {
  const wave = (hz: number, at: number): number => amplitude * Math.sin((2 * Math.PI * hz * at) / sampleRate);
  return Int16Array.from({ length: 6 * sampleRate }, (_, at) => (at < 2 * sampleRate ? wave(440, at) + wave(480, at) : 0));
}

/** One period, to be repeated. */
export const ringbackWav: Uint8Array = sharedBytes(writeWav(period()));
