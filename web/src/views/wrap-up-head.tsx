import Badge from '@cloudscape-design/components/badge';
import type { ContactView } from '../../../shared/wire/api.ts';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { extend } from '../actions/call.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Clock } from '../parts/clock.tsx';
import { outcomes } from '../parts/party-words.ts';
import { FocusedHeading } from '../parts/focused-heading.tsx';
import { useLoadAfter } from '../parts/use-load-after.ts';
import { whoIsIn } from '../parts/words.ts';

/** Whose call is being wrapped up, and the time left for it. */
export function WrapUpHead({ contact }: { contact: ContactView }) {
  useLoadAfter(contact.wrapUpDueAt);
  const outcome = contact.endReason === undefined ? undefined : outcomes[contact.endReason];
  return (
    <div className="call-head">
      <div>
        <FocusedHeading about={`${contact.contactId}/${contact.n}/wrap-up`}>Wrap-up: {whoIsIn(contact)}</FocusedHeading>
        <div className="offer-line">
          <Badge color="blue">{contact.queueName}</Badge>
          {outcome !== undefined && <StatusIndicator type={outcome.type}>{outcome.text}</StatusIndicator>}
        </div>
      </div>
      {contact.wrapUpDueAt !== undefined && (
        <div className="wrap-up-time">
          <span className="call-clock" title="Time left">
            <Clock until={contact.wrapUpDueAt} />
          </span>
          <ActionButton action={extend}>More time</ActionButton>
        </div>
      )}
    </div>
  );
}
