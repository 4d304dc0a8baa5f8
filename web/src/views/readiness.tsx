import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { goAvailable } from '../actions/status.ts';
import { perform } from '../actions/action.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { rememberCheck, rememberedCheck, type Checked } from '../call/devices.ts';
import { MicrophoneCheck, NotificationCheck, SpeakerCheck, type NotificationFace } from './readiness-checks.tsx';
import { useMicrophone, type Microphone } from './use-microphone.ts';

function notificationsNow(remembered: Checked | undefined): NotificationFace {
  if (typeof Notification === 'undefined') return 'without';
  if (Notification.permission === 'granted') return 'granted';
  return remembered?.notifications === 'without' ? 'without' : 'unasked';
}

/** What is still missing, or what is to be remembered. */
function outcome(
  microphone: Microphone,
  chosen: Omit<Checked, 'microphoneId' | 'notifications'>,
  face: NotificationFace,
): Checked | undefined {
  if (microphone.face !== 'open' || !chosen.heard || face === 'unasked') return undefined;
  return { microphoneId: microphone.openId, notifications: face, ...chosen };
}

/** Microphone, speaker and notifications, before calls are offered to a device where they don't work. */
export default function Readiness() {
  const world = useWorld();
  const { availableAfterCheck } = useClient();
  const [remembered] = useState(rememberedCheck);
  const [wantedId, setWantedId] = useState(remembered?.microphoneId ?? '');
  const [speakerId, setSpeakerId] = useState(remembered?.speakerId ?? '');
  const [ringerId, setRingerId] = useState(remembered?.ringerId ?? remembered?.speakerId ?? '');
  const [heard, setHeard] = useState(remembered?.heard ?? false);
  const [notifications, setNotifications] = useState(() => notificationsNow(remembered));
  const microphone = useMicrophone(wantedId);
  const checked = outcome(microphone, { speakerId, ringerId, heard }, notifications);
  const close = () => world.dispatch({ type: 'dialog' });
  const finish = async () => {
    if (checked === undefined) return;
    rememberCheck(checked);
    close();
    await world.line.choose(checked);
    if (availableAfterCheck) await perform(world, goAvailable);
  };
  return (
    <Modal
      visible
      header="Can you hear and be heard?"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" disabled={checked === undefined} onClick={() => void finish()}>
              {availableAfterCheck ? 'Go available' : 'Save'}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <MicrophoneCheck microphone={microphone} speakerId={speakerId} choose={setWantedId} />
        <SpeakerCheck
          speakers={microphone.speakers}
          speakerId={speakerId}
          heard={heard}
          setHeard={setHeard}
          ringerId={ringerId}
          chooseRinger={setRingerId}
          choose={(id) => {
            setSpeakerId(id);
            setHeard(false);
          }}
        />
        <NotificationCheck face={notifications} set={setNotifications} />
      </SpaceBetween>
    </Modal>
  );
}
