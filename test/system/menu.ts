/** What a caller does who knows the menu: presses the key as soon as somebody speaks. */
import type { PlacedCall } from '../../local/caller.ts';

const frame = 160;
const audible = 60;
/** Half a second of sound: the welcome has begun and is far from over. */
const greetingFrames = 25;

function isLoud(samples: Int16Array, at: number): boolean {
  let sum = 0;
  for (let i = 0; i < frame; i++) sum += Math.abs(samples[at * frame + i] ?? 0);
  return sum / frame > audible;
}

/** Whether the welcome, with which the menu begins, can be heard. Pure. */
export function hearsWelcome(samples: Int16Array): boolean {
  let loud = 0;
  for (let at = 0; at < samples.length / frame; at++) if (isLoud(samples, at)) loud++;
  return loud >= greetingFrames;
}

/** Listens until the welcome speaks, then presses. Rejects when nobody speaks. */
export async function choose(call: PlacedCall, key: string): Promise<void> {
  if (!(await call.answered)) throw new Error('the call was not answered');
  await call.until('the welcome', () => hearsWelcome(call.recording()), 20_000);
  call.press(key);
}
