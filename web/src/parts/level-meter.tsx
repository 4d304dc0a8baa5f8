import { useEffect, useRef } from 'react';

interface Props {
  label: string;
  /** Calls `hear` with a level of 0 to 1 whenever it changes; gives back the way out. */
  subscribe: (hear: (level: number) => void) => () => void;
}

/** A bar as long as the sound is loud. Drawn past React: it changes many times a second. */
export function LevelMeter({ label, subscribe }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      subscribe((level) => {
        // Loudness is heard by its logarithm: the root brings quiet speech into sight.
        const length = Math.min(1, Math.sqrt(level));
        if (bar.current !== null) bar.current.style.transform = `scaleX(${length.toFixed(3)})`;
        meter.current?.setAttribute('aria-valuenow', String(Math.round(length * 100)));
      }),
    [subscribe],
  );
  return (
    <div className="level">
      <span className="level-label">{label}</span>
      <div ref={meter} className="level-track" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0}>
        <div ref={bar} className="level-bar" />
      </div>
    </div>
  );
}
