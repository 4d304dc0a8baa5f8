import Button from '@cloudscape-design/components/button';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { playBack, record } from '../call/echo.ts';

const recordMs = 3_000;

type Face = 'idle' | 'recording' | 'playing' | 'over' | 'failed';
const words: Record<Face, readonly [StatusIndicatorProps.Type, string]> = {
  idle: ['pending', 'You hear yourself as others do; nothing is kept'],
  recording: ['in-progress', 'Speak: three seconds are recorded'],
  playing: ['in-progress', 'This is how you sound'],
  over: ['success', 'Played back'],
  failed: ['error', 'This browser could not record'],
};

/** Records three seconds and plays them back, on this machine only. */
export function EchoTest({ stream, speakerId }: { stream: MediaStream | undefined; speakerId: string }) {
  const [face, setFace] = useState<Face>('idle');
  const run = async (heard: MediaStream) => {
    try {
      setFace('recording');
      const recording = await record(heard, recordMs);
      setFace('playing');
      await playBack(recording, speakerId);
      setFace('over');
    } catch {
      setFace('failed');
    }
  };
  const [type, word] = words[face];
  return (
    <div className="check-row">
      <Button
        iconName="microphone"
        disabled={stream === undefined}
        loading={face === 'recording' || face === 'playing'}
        onClick={() => stream !== undefined && void run(stream)}
      >
        Echo test
      </Button>
      <span role="status">
        <StatusIndicator type={type}>{word}</StatusIndicator>
      </span>
    </div>
  );
}
