import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ContactView } from '../../../shared/wire/api.ts';
import { callbackOutcomes, callNow } from '../actions/left.ts';
import { useClient } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Clock } from '../parts/clock.tsx';
import { dayAndTimeText } from '../parts/time.ts';

/** That a contact is a callback, since when the customer waits, which attempt this is; and what the agent does about it. */
export function CallbackHead({ contact }: { contact: ContactView }) {
  const client = useClient();
  const { callback } = contact;
  if (callback === undefined) return null;
  const { attempt, most, face, callAt } = callback;
  return (
    <SpaceBetween size="s">
      <span className="call-line">
        <StatusIndicator type={face === 'calling' ? 'in-progress' : 'info'}>
          Callback, waiting since {dayAndTimeText(contact.arrivedAt)}, attempt {attempt} of {most}
        </StatusIndicator>
      </span>
      {face === 'ready' && (
        <div className="call-buttons">
          <ActionButton action={callNow} variant="primary" iconName="call" primaryLook="accept" />
          {callAt !== undefined && (
            <span>
              Called by itself in <Clock until={callAt} />
            </span>
          )}
        </div>
      )}
      {face === 'calling' && (
        <div className="call-buttons" role="group" aria-label="What has become of the callback">
          {callbackOutcomes(client).map((action) => (
            <ActionButton key={action.name} action={action} />
          ))}
        </div>
      )}
    </SpaceBetween>
  );
}
