import { epochMs } from '../../../shared/ids.ts';
import { useNow } from '../app/use-world.ts';

const radius = 34;
const around = 2 * Math.PI * radius;

/** The time left to accept, as a ring that empties and a number. */
export function CountdownRing({ from, until }: { from: string; until: string }) {
  const now = useNow(250);
  const leftMs = Math.max(0, epochMs(until) - now);
  const share = Math.min(1, leftMs / Math.max(1, epochMs(until) - epochMs(from)));
  const seconds = Math.ceil(leftMs / 1000);
  return (
    <div
      className={seconds <= 5 ? 'countdown countdown-late' : 'countdown'}
      role="timer"
      aria-label={`${seconds} seconds left`}
      aria-live="off"
    >
      <svg viewBox="0 0 80 80" aria-hidden="true">
        <circle cx="40" cy="40" r={radius} className="countdown-track" />
        <circle cx="40" cy="40" r={radius} className="countdown-left" strokeDasharray={around} strokeDashoffset={around * (1 - share)} />
      </svg>
      <span className="countdown-number">{seconds}</span>
    </div>
  );
}
