import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import LiveRegion from '@cloudscape-design/components/live-region';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect } from 'react';
import type { ContactView } from '../../../shared/wire/api.ts';
import { accept, decline } from '../actions/call.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Clock } from '../parts/clock.tsx';
import { CountdownRing } from '../parts/countdown-ring.tsx';
import { FocusedHeading } from '../parts/focused-heading.tsx';
import { TopicBadge } from '../parts/topic-badge.tsx';
import { useLoadAfter } from '../parts/use-load-after.ts';
import { phoneText } from '../parts/phone.ts';
import { whoIsIn } from '../parts/words.ts';
import { WhyYou } from './why-you.tsx';

/** Says to the server that the offer is on the screen; within three seconds, or the next agent is asked. */
function useSeen({ contactId, n }: ContactView): void {
  const world = useWorld();
  const { link } = useClient();
  useEffect(() => {
    if (link === 'live') world.live.send({ type: 'offer-seen', contactId, n });
  }, [world, link, contactId, n]);
}

/** Why it rings: a caller of the queue, or a colleague who asks. */
function askedWords({ purpose, invitedBy, direction, callback }: ContactView): string {
  const who = invitedBy ?? 'A colleague';
  if (direction === 'internal') return `${who} calls you`;
  if (purpose === 'consult') return `${who} asks for your advice, the caller is on hold`;
  if (purpose === 'join') return `${who} asks you into the conversation`;
  if (purpose === 'transfer') return `${who} hands this caller to you`;
  if (callback !== undefined) return `To be called back, attempt ${callback.attempt} of ${callback.most}`;
  return 'Incoming call';
}

const how = ({ byPhone, autoAccept }: ContactView): string =>
  byPhone === true ? 'Press 1 on your telephone.' : autoAccept === true ? 'It is accepted by itself.' : 'Press A to accept.';

/** A call that rings: who, what about, how long they have waited, and why this agent. */
export function OfferCard({ contact }: { contact: ContactView }) {
  const world = useWorld();
  useSeen(contact);
  useLoadAfter(contact.deadlineAt);
  const name = whoIsIn(contact);
  const asked = askedWords(contact);
  return (
    <div className="offer">
      <Container>
        <LiveRegion assertive hidden>{`${asked}: ${name}, queue ${contact.queueName}. ${how(contact)}`}</LiveRegion>
        <div className="offer-head">
          <div className="offer-who">
            <Box color="text-body-secondary">{asked}</Box>
            <FocusedHeading about={`${contact.contactId}/${contact.n}`}>{name}</FocusedHeading>
            <div className="offer-line">
              {contact.customer?.company !== undefined && <span>{contact.customer.company}</span>}
              {contact.callerNumber !== undefined && phoneText(contact.callerNumber) !== name && (
                <span className="number">{phoneText(contact.callerNumber)}</span>
              )}
            </div>
            <div className="offer-line">
              <Badge color="blue">{contact.queueName}</Badge>
              <TopicBadge contact={contact} />
            </div>
          </div>
          {contact.deadlineAt !== undefined && <CountdownRing from={contact.offeredAt ?? contact.arrivedAt} until={contact.deadlineAt} />}
        </div>
        <div className="offer-buttons">
          {contact.byPhone === true ? (
            <StatusIndicator type="info">Your telephone rings: press 1 there</StatusIndicator>
          ) : (
            <ActionButton action={accept} variant="primary" iconName="call" primaryLook="accept" />
          )}
          {contact.mayDecline && <ActionButton action={decline} />}
        </div>
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Waited', value: <Clock since={contact.arrivedAt} /> },
            { label: 'Why you', value: <WhyYou contact={contact} /> },
          ]}
        />
        {contact.byPhone !== true && !world.sounds.audible() && (
          <Box color="text-status-warning">The browser is silent until you click somewhere on this page.</Box>
        )}
      </Container>
    </div>
  );
}
