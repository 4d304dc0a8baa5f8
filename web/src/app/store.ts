import { reduce } from '../state/reduce.ts';
import type { Event } from '../state/event.ts';
import { effectsOf, type Effect } from '../state/effects.ts';
import type { State } from '../state/state.ts';

export interface Store {
  state: () => State;
  dispatch: (event: Event) => void;
  subscribe: (hear: () => void) => () => void;
}

/** Holds the state, and hands what a change calls for to `run` after the change is visible. */
export function createStore(first: State, run: (effect: Effect) => void): Store {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    dispatch(event) {
      const before = state;
      state = reduce(before, event);
      if (state === before) return;
      for (const hear of [...listeners]) hear();
      for (const effect of effectsOf(before, state)) run(effect);
    },
    subscribe(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
