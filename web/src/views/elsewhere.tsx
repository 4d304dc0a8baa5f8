import Box from '@cloudscape-design/components/box';
import { useHere } from '../actions/window.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { FocusedHeading } from '../parts/focused-heading.tsx';

/** Another window of this agent has taken over: calls ring there and not here. */
export function Elsewhere() {
  return (
    <div className="whole-face" role="alert">
      <FocusedHeading about="elsewhere">You are signed in somewhere else</FocusedHeading>
      <Box color="text-body-secondary">Calls ring in the window you opened last. Take over to work here; a call under way comes along.</Box>
      <ActionButton action={useHere} variant="primary" />
    </div>
  );
}
