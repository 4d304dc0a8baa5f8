import type { Circumstances, Step } from '../ask.ts';
import { hangUp } from './hang-up.ts';
import { playing } from './keys.ts';

/** Plays a prompt, then hangs up. Ends the flow. */
export function* message(circumstances: Circumstances, prompt: string): Step<never> {
  yield { do: 'act', label: `play ${prompt}`, actions: [playing(circumstances, prompt)] };
  return yield* hangUp();
}
