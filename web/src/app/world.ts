/** Everything outside the state that actions may use. */
import type { Api, Result } from '../api.ts';
import type { Line } from '../call/line.ts';
import type { Sounds } from '../call/ringtone.ts';
import type { Live } from '../live/live.ts';
import type { SignIn } from '../sign-in.ts';
import type { Event } from '../state/event.ts';
import type { State } from '../state/state.ts';

export interface World {
  state: () => State;
  subscribe: (hear: () => void) => () => void;
  dispatch: (event: Event) => void;
  api: Api;
  line: Line;
  live: Live;
  sounds: Sounds;
  signIn: SignIn;
  stage: string;
  /** Loads the whole state from the server. */
  load: () => Promise<void>;
  /** Now, by the server's clock, in epoch milliseconds. */
  now: () => number;
  go: (path: string) => void;
}

/** Tells the person a refusal, or hands on what was answered. */
export function valueOf<T>(world: Pick<World, 'dispatch'>, result: Result<T>): T | undefined {
  if (result.ok) return result.value;
  world.dispatch({ type: 'message', message: { kind: 'error', text: result.problem.sentence, remedy: result.problem.remedy } });
  return undefined;
}
