import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState, type DragEvent } from 'react';
import type { RecordingView } from '../../../shared/wire/prompts.ts';
import { useRecorder } from './use-recorder.ts';

interface Props {
  recording: RecordingView;
  /** Whose recording it is, for people who can't see where the buttons stand. */
  label: string;
  /** Several recordings make up the prompt: each says its words. */
  withWords: boolean;
  fixed: boolean;
  bring: (sound: Blob) => Promise<void>;
}

/** Listening to a recording, and bringing another: by file, by dropping one, or by microphone. */
export function RecordingRow({ recording: { address, text }, label, withWords, fixed, bring }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const take = async (sound: Blob | undefined) => {
    if (sound === undefined) return;
    setBusy(true);
    await bring(sound);
    setBusy(false);
  };
  const recorder = useRecorder((sound) => void take(sound));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!fixed) void take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={over ? 'recording dropping' : 'recording'}
      onDragOver={(event) => (event.preventDefault(), setOver(!fixed))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {withWords && <p className="soft">“{text}”</p>}
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        {address === undefined ? (
          <span className="soft">Nothing to hear yet</span>
        ) : (
          <audio controls preload="none" src={address} aria-label={`Listen: ${label}`} />
        )}
        {!fixed && (
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <input
              ref={chooser}
              type="file"
              accept="audio/*"
              hidden
              aria-label={`Sound file: ${label}`}
              onChange={({ target }) => {
                void take(target.files?.[0]);
                target.value = '';
              }}
            />
            <Button iconName="upload" loading={busy} ariaLabel={`Upload: ${label}`} onClick={() => chooser.current?.click()}>
              Upload
            </Button>
            {recorder.face === 'recording' ? (
              <Button iconName="status-stopped" onClick={recorder.stop}>
                Stop
              </Button>
            ) : (
              <Button iconName="microphone" disabled={busy} ariaLabel={`Record: ${label}`} onClick={recorder.start}>
                Record
              </Button>
            )}
            {recorder.face === 'failed' && <span className="soft">The microphone can’t be used.</span>}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </div>
  );
}
