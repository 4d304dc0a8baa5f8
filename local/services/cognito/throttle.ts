/** Slows guessing down: after five wrong passwords for a name each further one locks it, from a second on, doubling up to 15 minutes. */

export interface Throttle {
  /** Milliseconds that the name is still locked; 0 when one may try. */
  lockedMs(name: string): number;
  failed(name: string): void;
  succeeded(name: string): void;
}

const free = 5;
const longestMs = 15 * 60_000;

export function createThrottle(now: () => number): Throttle {
  const failures = new Map<string, { count: number; at: number }>();
  const lockMs = (count: number) => (count < free ? 0 : Math.min(longestMs, 1000 * 2 ** (count - free)));
  const forget = () => {
    for (const [name, { at }] of failures) if (now() - at > longestMs) failures.delete(name);
  };
  return {
    lockedMs(name) {
      const known = failures.get(name);
      return known === undefined ? 0 : Math.max(0, known.at + lockMs(known.count) - now());
    },
    failed(name) {
      if (failures.size > 10_000) forget();
      const known = failures.get(name);
      const count = known === undefined || now() - known.at > longestMs ? 1 : known.count + 1;
      failures.set(name, { count, at: now() });
    },
    succeeded: (name) => void failures.delete(name),
  };
}
