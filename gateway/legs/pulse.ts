/** Whether the far end of a leg still lives. A telephone that lost its power or its network says no BYE; it only falls silent. */
import type { Clock } from '../calls/clock.ts';

/** How long an answered leg may be silent before its far end is asked; the media worker tells of silence after as long. */
export const silenceMs = 30_000;

export interface PulseSettings {
  clock: Clock;
  /** Asks the far end; false when it is gone. */
  probe: () => Promise<boolean>;
  /** Told once. */
  gone: () => void;
}

export interface Pulse {
  /** The leg is answered: from now on silence counts. */
  begin(): void;
  /** Audio arrives (again), or has stopped for 30 s. */
  flowing(flows: boolean): void;
  end(): void;
}

/**
 * Asks after 30 s of silence, and again as long as it lasts. Silence alone says nothing: telephones on hold and those that detect pauses
 * send no packets and live. The direction that was agreed on is not looked at, since a telephone may also vanish while it holds.
 */
export function watchPulse({ clock, probe, gone }: PulseSettings): Pulse {
  let state: 'ringing' | 'up' | 'over' = 'ringing';
  let flows = false;
  let cancel = (): void => undefined;
  const wait = (): void => {
    cancel();
    cancel = clock.after(silenceMs, () => void ask());
  };
  const isSilent = (): boolean => state === 'up' && !flows;
  const ask = async (): Promise<void> => {
    const lives = await probe();
    if (!isSilent()) return;
    if (lives) return wait();
    end();
    gone();
  };
  const end = (): void => {
    state = 'over';
    cancel();
  };
  return {
    begin() {
      if (state !== 'ringing') return;
      state = 'up';
      if (!flows) wait();
    },
    flowing(now) {
      flows = now;
      if (now) cancel();
      else if (state === 'up') void ask();
    },
    end,
  };
}
