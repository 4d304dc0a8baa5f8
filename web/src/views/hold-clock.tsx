import LiveRegion from '@cloudscape-design/components/live-region';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect } from 'react';
import { epochMs } from '../../../shared/ids.ts';
import { useClient, useNow, useWorld } from '../app/use-world.ts';
import { clockText } from '../parts/time.ts';
import { talkOf } from '../state/talk.ts';

/** After so long on hold the agent is reminded, and each time it has passed again. */
export const longHoldMs = 60_000;

/** How many times a hold that began then has been long by now. */
export const longHolds = (since: string, nowMs: number): number => Math.max(0, Math.floor((nowMs - epochMs(since)) / longHoldMs));

/** How long the customer has been on hold; after a minute with a warning. Its place is kept while nobody is. */
export function HoldClock({ since }: { since: string | undefined }) {
  const now = useNow();
  if (since === undefined) return <div className="hold-clock" />;
  const long = longHolds(since, now) > 0;
  return (
    <div className="hold-clock">
      <StatusIndicator type={long ? 'warning' : 'pending'}>
        {long ? 'Long hold ' : 'Hold '}
        <span className="clock">{clockText(now - epochMs(since))}</span>
      </StatusIndicator>
    </div>
  );
}

/** Reminds by sound and to screen readers, on every page: somebody hears music and waits. */
export function HoldReminder() {
  const state = useClient();
  const since = talkOf(state)?.heldSince;
  return since === undefined ? null : <Reminding since={since} />;
}

function Reminding({ since }: { since: string }) {
  const { sounds } = useWorld();
  const times = longHolds(since, useNow());
  useEffect(() => {
    if (times > 0) sounds.remind();
  }, [sounds, times]);
  return (
    <LiveRegion assertive hidden>
      {times > 0 ? `The customer has been on hold for ${times} ${times === 1 ? 'minute' : 'minutes'}.` : ''}
    </LiveRegion>
  );
}
