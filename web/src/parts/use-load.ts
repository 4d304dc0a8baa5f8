import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { Result } from '../api.ts';

export type Loaded<T> = { face: 'loading' } | { face: 'failed'; problem: Problem } | { face: 'there'; value: T };

/** Loads what a page shows, again when `about` changes, and on `again`. `ask` is given once per `about`. */
export function useLoad<T>(about: string, ask: () => Promise<Result<T>>): { loaded: Loaded<T>; again: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ face: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setLoaded({ face: 'loading' });
    void ask().then((result) => {
      if (current) setLoaded(result.ok ? { face: 'there', value: result.value } : { face: 'failed', problem: result.problem });
    });
    return () => {
      current = false;
    };
    // `ask` is made anew by every drawing; what it asks is told by `about`.
  }, [about, round]);
  return { loaded, again: useCallback(() => setRound((n) => n + 1), []) };
}
