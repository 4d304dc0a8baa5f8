import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback } from 'react';
import type { ContactView, TalkView } from '../../../shared/wire/api.ts';
import { connectAudio, hangUp, mute } from '../actions/call.ts';
import { keypad } from '../actions/keypad.ts';
import { cancelCall, complete, hold, invite, merge, swap } from '../actions/talk.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Clock } from '../parts/clock.tsx';
import { FocusedHeading } from '../parts/focused-heading.tsx';
import { LevelMeter } from '../parts/level-meter.tsx';
import { talkFace } from '../parts/party-words.ts';
import { TopicBadge } from '../parts/topic-badge.tsx';
import { whoIsIn } from '../parts/words.ts';
import { isMuted, may } from '../state/talk.ts';
import { CallbackHead } from './callback-head.tsx';
import { HoldClock } from './hold-clock.tsx';
import { LineFace } from './line-face.tsx';
import { Participants } from './participants.tsx';

function Levels({ muted }: { muted: boolean }) {
  const { line } = useWorld();
  const own = useCallback((hear: (level: number) => void) => line.onLevel((levels) => hear(levels.own)), [line]);
  const other = useCallback((hear: (level: number) => void) => line.onLevel((levels) => hear(levels.other)), [line]);
  return (
    <div className="levels">
      <LevelMeter label={muted ? 'You (muted)' : 'You'} subscribe={own} />
      <LevelMeter label="The others" subscribe={other} />
    </div>
  );
}

/** How hanging up is called: it ends the call for everybody, or only this agent leaves. */
function endLabel(talk: TalkView | undefined): string {
  if (talk === undefined) return 'Hang up';
  if (!talk.mine) return 'Leave';
  if (talk.state === 'dialling') return 'Stop the call';
  return talk.parties.length > 2 ? 'End for all' : 'Hang up';
}

/** Always the same buttons in the same places; what isn't possible now says why. */
function CallButtons({ talk, muted }: { talk: TalkView | undefined; muted: boolean }) {
  const onHold = talk?.state === 'on-hold';
  return (
    <div className="call-buttons">
      <ActionButton action={mute} iconName={muted ? 'microphone-off' : 'microphone'}>
        {muted ? 'Unmute' : 'Mute'}
      </ActionButton>
      <ActionButton action={hold} iconName={onHold ? 'play' : 'pause'} variant={onHold ? 'primary' : 'normal'}>
        {onHold ? 'Resume' : 'Hold'}
      </ActionButton>
      <ActionButton action={keypad} iconName="grid-view" iconOnly />
      <ActionButton action={hangUp} primaryLook="end">
        {endLabel(talk)}
      </ActionButton>
    </div>
  );
}

const turns = [
  { action: swap, label: 'Swap', event: 'swap' },
  { action: merge, label: 'Merge', event: 'merge' },
  { action: complete, label: 'Complete', event: 'complete' },
  { action: cancelCall, label: 'Stop calling', event: 'cancel' },
] as const;

/** What the moment offers, in a row that is always there: who else to bring in, or what to do with those who came. */
function TurnButtons() {
  const state = useClient();
  const offered = turns.filter(({ event }) => may(state, event));
  return (
    <div className="call-buttons">
      {offered.map(({ action, label }) => (
        <ActionButton key={action.name} action={action} variant={action === complete ? 'primary' : 'normal'}>
          {label}
        </ActionButton>
      ))}
      {(offered.length === 0 || invite.allowed(state)) && (
        <ActionButton action={invite} iconName="user-profile">
          Add or transfer
        </ActionButton>
      )}
    </div>
  );
}

/** The call under way: with whom, how long, how well it is heard, and everything that can be done with it. */
export function CallControls({ contact }: { contact: ContactView }) {
  const state = useClient();
  const { line } = state;
  const { talk } = contact;
  const muted = isMuted(state);
  // A callback says itself how far it is until the customer is called.
  const face = talk === undefined || contact.callback?.face === 'ready' ? undefined : talkFace(talk);
  return (
    <SpaceBetween size="m">
      <div className="call-head">
        <div>
          <FocusedHeading about={`${contact.contactId}/${contact.n}/call`}>{whoIsIn(contact)}</FocusedHeading>
          <div className="offer-line">
            <Badge color="blue">{contact.queueName}</Badge>
            <TopicBadge contact={contact} />
          </div>
        </div>
        <div className="call-clocks">
          <div className="call-clock">{contact.connectedAt === undefined ? '–:––' : <Clock since={contact.connectedAt} />}</div>
          <HoldClock since={talk?.heldSince} />
        </div>
      </div>
      <CallbackHead contact={contact} />
      <div className="call-line" role="status">
        {face !== undefined && <StatusIndicator type={face.type}>{face.text}</StatusIndicator>}
        <LineFace contact={contact} line={line} />
        {muted && <StatusIndicator type="warning">The others can’t hear you</StatusIndicator>}
      </div>
      {line.face === 'failed' ? (
        <Alert type="error" header={line.problem.sentence} action={<ActionButton action={connectAudio}>Connect again</ActionButton>}>
          {line.problem.remedy}
        </Alert>
      ) : (
        contact.byPhone !== true && <Levels muted={muted} />
      )}
      <CallButtons talk={talk} muted={muted} />
      {talk !== undefined && <TurnButtons />}
      {talk !== undefined && <Participants talk={talk} />}
    </SpaceBetween>
  );
}
