import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback } from 'react';
import type { ContactView } from '../../../shared/wire/api.ts';
import { connectAudio, hangUp, mute } from '../actions/call.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import type { Line } from '../state/state.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Clock } from '../parts/clock.tsx';
import { FocusedHeading } from '../parts/focused-heading.tsx';
import { LevelMeter } from '../parts/level-meter.tsx';
import { TopicBadge } from '../parts/topic-badge.tsx';
import { callerName } from '../parts/words.ts';

function LineFace({ line, connected }: { line: Line; connected: boolean }) {
  if (line.face === 'failed') return <StatusIndicator type="error">No audio</StatusIndicator>;
  if (line.face === 'reconnecting') return <StatusIndicator type="warning">Audio reconnecting …</StatusIndicator>;
  if (line.face !== 'on') return <StatusIndicator type="in-progress">Starting your audio …</StatusIndicator>;
  if (!connected) return <StatusIndicator type="in-progress">Fetching the caller …</StatusIndicator>;
  if (line.quality === 'none') return <StatusIndicator type="error">No audio arrives: you may not hear each other</StatusIndicator>;
  if (line.quality === 'poor') return <StatusIndicator type="warning">Weak network: the caller may hear gaps</StatusIndicator>;
  return <StatusIndicator type="success">Good connection</StatusIndicator>;
}

function Levels({ muted }: { muted: boolean }) {
  const { line } = useWorld();
  const own = useCallback((hear: (level: number) => void) => line.onLevel((levels) => hear(levels.own)), [line]);
  const other = useCallback((hear: (level: number) => void) => line.onLevel((levels) => hear(levels.other)), [line]);
  return (
    <div className="levels">
      <LevelMeter label={muted ? 'You (muted)' : 'You'} subscribe={own} />
      <LevelMeter label="Caller" subscribe={other} />
    </div>
  );
}

/** The call under way: with whom, how long, how well it is heard, and mute and hang up. */
export function CallControls({ contact }: { contact: ContactView }) {
  const { line } = useClient();
  const muted = line.face !== 'off' && line.face !== 'failed' && line.muted;
  return (
    <SpaceBetween size="m">
      <div className="call-head">
        <div>
          <FocusedHeading about={`${contact.contactId}/${contact.n}/call`}>{callerName(contact)}</FocusedHeading>
          <div className="offer-line">
            <Badge color="blue">{contact.queueName}</Badge>
            <TopicBadge contact={contact} />
          </div>
        </div>
        <div className="call-clock">{contact.connectedAt === undefined ? '–:––' : <Clock since={contact.connectedAt} />}</div>
      </div>
      <div className="call-line" role="status">
        <LineFace line={line} connected={contact.state === 'connected'} />
      </div>
      {line.face === 'failed' ? (
        <Alert type="error" header={line.problem.sentence} action={<ActionButton action={connectAudio}>Connect again</ActionButton>}>
          {line.problem.remedy}
        </Alert>
      ) : (
        <Levels muted={muted} />
      )}
      <div className="offer-buttons">
        <ActionButton action={mute} iconName={muted ? 'microphone-off' : 'microphone'}>
          {muted ? 'Unmute' : 'Mute'}
        </ActionButton>
        <ActionButton action={hangUp} primaryLook="end" />
        {muted && <StatusIndicator type="warning">The caller can’t hear you</StatusIndicator>}
      </div>
    </SpaceBetween>
  );
}
