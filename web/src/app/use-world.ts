import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { State } from '../state/state.ts';
import type { World } from './world.ts';

export const WorldContext = createContext<World | undefined>(undefined);

export function useWorld(): World {
  const world = use(WorldContext);
  if (world === undefined) throw new Error('drawn outside of the world');
  return world;
}

export function useClient(): State {
  const world = useWorld();
  return useSyncExternalStore(world.subscribe, world.state);
}

/** The server's time, drawn anew every `everyMs`. */
export function useNow(everyMs = 1_000): number {
  const world = useWorld();
  const [now, setNow] = useState(world.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(world.now()), everyMs);
    return () => clearInterval(timer);
  }, [world, everyMs]);
  return now;
}
