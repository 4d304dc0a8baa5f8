/** What a caller does at the menu: hears the greeting out, and presses a key when the menu has begun. */
import type { PlacedCall } from '../../local/caller.ts';

const frame = 160;
const audible = 60;
/** The greeting holds more sound than this, and no pause as long as the one between greeting and menu. */
const greetingFrames = 60;
const pauseFrames = 10;

function isLoud(samples: Int16Array, at: number): boolean {
  let sum = 0;
  for (let i = 0; i < frame; i++) sum += Math.abs(samples[at * frame + i] ?? 0);
  return sum / frame > audible;
}

/** Whether greeting, pause, and then the menu's first words have been heard. Pure. */
export function hasHeardMenu(samples: Int16Array): boolean {
  let [loud, pause] = [0, 0];
  for (let at = 0; at < samples.length / frame; at++) {
    if (isLoud(samples, at)) {
      if (loud >= greetingFrames && pause >= pauseFrames) return true;
      [loud, pause] = [loud + 1, 0];
    } else pause++;
  }
  return false;
}

/** Listens until the menu speaks, then presses. Rejects when there is no menu. */
export async function choose(call: PlacedCall, key: string): Promise<void> {
  if (!(await call.answered)) throw new Error('the call was not answered');
  await call.until('the menu', () => hasHeardMenu(call.recording()), 20_000);
  call.press(key);
}
