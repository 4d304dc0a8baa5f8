import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useState, type ReactNode } from 'react';
import { useWorld } from '../app/use-world.ts';
import { LevelMeter } from '../parts/level-meter.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { EchoTest } from './echo-test.tsx';
import type { Microphone } from './use-microphone.ts';

interface CheckProps {
  title: string;
  type: StatusIndicatorProps.Type;
  word: string;
  children: ReactNode;
}

const Check = ({ title, type, word, children }: CheckProps) => (
  <section className="check" aria-label={title}>
    <div className="check-head">
      <Box variant="h3">{title}</Box>
      <StatusIndicator type={type}>{word}</StatusIndicator>
    </div>
    {children}
  </section>
);

interface DeviceListProps {
  label: string;
  devices: readonly MediaDeviceInfo[];
  chosenId: string;
  choose: (id: string) => void;
}

function DeviceList({ label, devices, chosenId, choose }: DeviceListProps) {
  const options = devices.map((d, i) => ({ value: d.deviceId, label: d.label || `${label} ${i + 1}` }));
  return (
    <Select
      ariaLabel={label}
      selectedOption={options.find(({ value }) => value === chosenId) ?? options[0] ?? null}
      options={options}
      placeholder="The system’s own"
      disabled={options.length === 0}
      onChange={({ detail }) => choose(detail.selectedOption.value ?? '')}
    />
  );
}

interface MicrophoneProps {
  microphone: Microphone;
  /** Where the echo test is heard. */
  speakerId: string;
  choose: (id: string) => void;
}

export function MicrophoneCheck({ microphone, speakerId, choose }: MicrophoneProps) {
  const { face, problem } = microphone;
  const [type, word] =
    face === 'open'
      ? (['success', 'Allowed'] as const)
      : face === 'asking'
        ? (['pending', 'Asking the browser'] as const)
        : (['error', 'Missing'] as const);
  return (
    <Check title="Microphone" type={type} word={word}>
      {problem !== undefined && <ProblemFace problem={problem} again={microphone.again} />}
      <DeviceList label="Microphone" devices={microphone.microphones} chosenId={microphone.openId} choose={choose} />
      <LevelMeter label="Speak: the bar moves" subscribe={microphone.subscribe} />
      <EchoTest stream={microphone.stream} speakerId={speakerId} />
    </Check>
  );
}

interface SpeakerProps {
  speakers: readonly MediaDeviceInfo[];
  speakerId: string;
  heard: boolean;
  setHeard: (heard: boolean) => void;
  choose: (id: string) => void;
  /** Where it rings. */
  ringerId: string;
  chooseRinger: (id: string) => void;
}

export function SpeakerCheck({ speakers, speakerId, heard, setHeard, choose, ringerId, chooseRinger }: SpeakerProps) {
  const { sounds } = useWorld();
  const [playing, setPlaying] = useState(false);
  const play = () => {
    setPlaying(true);
    void sounds.testTone(speakerId).finally(() => setPlaying(false));
  };
  return (
    <Check title="Speaker" type={heard ? 'success' : 'pending'} word={heard ? 'Heard' : 'Not checked'}>
      <DeviceList label="Speaker" devices={speakers} chosenId={speakerId} choose={choose} />
      <div className="check-row">
        <Button iconName="audio-full" loading={playing} onClick={play}>
          Play the test tone
        </Button>
        <Checkbox checked={heard} onChange={({ detail }) => setHeard(detail.checked)}>
          I hear it
        </Checkbox>
      </div>
      <FormField stretch label="It rings on" description="A speaker beside the headset lets you hear a call without wearing it.">
        <DeviceList label="Ring device" devices={speakers} chosenId={ringerId} choose={chooseRinger} />
      </FormField>
    </Check>
  );
}

export type NotificationFace = 'granted' | 'without' | 'unasked';

const notificationWords = {
  granted: ['success', 'Allowed'],
  without: ['info', 'Without'],
  unasked: ['pending', 'Not asked'],
} as const satisfies Record<NotificationFace, readonly [StatusIndicatorProps.Type, string]>;

export function NotificationCheck({ face, set }: { face: NotificationFace; set: (face: NotificationFace) => void }) {
  const [refused, setRefused] = useState(false);
  const ask = async () => {
    const answer = await Notification.requestPermission();
    if (answer === 'granted') set('granted');
    else setRefused(true);
  };
  const [type, word] = notificationWords[face];
  return (
    <Check title="Notifications" type={type} word={word}>
      <Box color="text-body-secondary">They tell you of a call while you look at another window.</Box>
      {face !== 'granted' && (
        <div className="check-row">
          <Button iconName="notification" onClick={() => void ask()}>
            Allow notifications
          </Button>
          <Checkbox checked={face === 'without'} onChange={({ detail }) => set(detail.checked ? 'without' : 'unasked')}>
            Work without
          </Checkbox>
        </div>
      )}
      {refused && face !== 'granted' && (
        <Box color="text-status-warning">The browser refuses them. Allow them in its settings for this page, or work without.</Box>
      )}
    </Check>
  );
}
