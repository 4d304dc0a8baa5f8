import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { giveUpCallback } from '../actions/left.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { chosenCallback } from '../state/left.ts';

/** Asks before a customer who was promised a call gets none. */
export default function CancelCallback() {
  const world = useWorld();
  const callback = chosenCallback(useClient());
  const [busy, setBusy] = useState(false);
  const close = () => world.dispatch({ type: 'dialog' });
  const cancel = async () => {
    setBusy(true);
    await giveUpCallback(world);
    close();
  };
  const who = callback?.customerName ?? callback?.number ?? 'the customer';
  return (
    <Modal
      visible
      header={`Not call ${who} back?`}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Keep it
            </Button>
            <Button variant="primary" loading={busy} disabled={callback === undefined} onClick={() => void cancel()}>
              Cancel the callback
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      They were promised a call, and are told nothing of this. They get one again only when they ask for it.
    </Modal>
  );
}
