import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useWorld } from '../app/use-world.ts';

// The component lets clicks for a new tab or window pass without asking.
/** A link inside the client: opens without loading the page, and in a new tab when asked. */
export function LinkTo({ path, children }: { path: string; children: ReactNode }) {
  const world = useWorld();
  return (
    <Link
      href={path}
      onFollow={(event) => {
        event.preventDefault();
        world.go(path);
      }}
    >
      {children}
    </Link>
  );
}
