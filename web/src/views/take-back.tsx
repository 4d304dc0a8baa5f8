import Alert from '@cloudscape-design/components/alert';
import { epochMs } from '../../../shared/ids.ts';
import { takeBack } from '../actions/calls.ts';
import { useNow } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';

/** A contact that was handed on can be had back for a short time. */
export function TakeBack({ until }: { until: string | undefined }) {
  const now = useNow(250);
  if (until === undefined) return null;
  const seconds = Math.ceil((epochMs(until) - now) / 1000);
  if (seconds <= 0) return null;
  return (
    <Alert type="info" action={<ActionButton action={takeBack}>Take it back</ActionButton>}>
      You handed the call on. It can come back to you for <span className="clock">{seconds}</span> s.
    </Alert>
  );
}
