import { useEffect } from 'react';
import { epochMs } from '../../../shared/ids.ts';
import { useWorld } from '../app/use-world.ts';

/** What the server does at a deadline takes a moment to be done and told. */
const graceMs = 2_000;

/** Looks at the state once more when a deadline has passed and no word about it came: the word may have been lost. */
export function useLoadAfter(at: string | undefined): void {
  const world = useWorld();
  useEffect(() => {
    if (at === undefined) return;
    const timer = setTimeout(() => void world.load(), Math.max(0, epochMs(at) - world.now()) + graceMs);
    return () => clearTimeout(timer);
  }, [world, at]);
}
