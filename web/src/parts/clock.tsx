import { epochMs } from '../../../shared/ids.ts';
import { useNow } from '../app/use-world.ts';
import { clockText } from './time.ts';

/** Counts up from an instant, or down to one. Digits have one width, so nothing moves; screen readers aren't told every second. */
export function Clock({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  const now = useNow();
  const ms = until !== undefined ? epochMs(until) - now : since !== undefined ? now - epochMs(since) : 0;
  return (
    <span className="clock" aria-live="off">
      {clockText(ms)}
    </span>
  );
}
