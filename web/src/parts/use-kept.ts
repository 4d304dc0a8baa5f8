import { useEffect, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { Result } from '../api.ts';

export interface Kept<T> {
  value?: T;
  problem?: Problem;
}

/** Loads again whenever `about` changes and keeps what was there until the answer comes, so that nothing jumps. Without `about` nothing is asked. */
export function useKept<T>(about: string | undefined, ask: () => Promise<Result<T>>): Kept<T> {
  const [kept, setKept] = useState<Kept<T>>({});
  useEffect(() => {
    if (about === undefined) return;
    let current = true;
    void ask().then((result) => {
      if (current) setKept((before) => (result.ok ? { value: result.value } : { ...before, problem: result.problem }));
    });
    return () => {
      current = false;
    };
    // `ask` is made anew by every drawing; what it asks is told by `about`.
  }, [about]);
  return kept;
}
