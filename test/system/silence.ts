import { sampleRate } from '../../gateway/media/frames.ts';

/** The longest stretch of a recording in which nothing can be heard, in milliseconds. Pure. */
export function longestSilenceMs(samples: Int16Array): number {
  let [longest, since] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i] ?? 0) > 100) since = i;
    longest = Math.max(longest, i - since);
  }
  return (longest * 1000) / sampleRate;
}
