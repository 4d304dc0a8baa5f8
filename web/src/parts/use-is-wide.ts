import { useSyncExternalStore } from 'react';

/** From here on tables have room for all their columns beside a page's navigation. */
const wide = window.matchMedia('(min-width: 1100px)');

function onChange(changed: () => void): () => void {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
}

export const useIsWide = (): boolean => useSyncExternalStore(onChange, () => wide.matches);
