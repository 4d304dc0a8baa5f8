import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { leave } from '../actions/window.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { whoIsIn } from '../parts/words.ts';
import { dayAndTimeText } from '../parts/time.ts';

/** Signing out with something open: says what, and asks. */
export function SignOutDialog() {
  const world = useWorld();
  const { contact } = useClient();
  const close = () => world.dispatch({ type: 'dialog' });
  const open = contact?.state === 'wrapping-up' ? 'An open wrap-up' : 'A call under way';
  return (
    <Modal
      visible
      header="Sign out?"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" onClick={close}>
              Stay signed in
            </Button>
            <Button onClick={() => void leave(world)}>Sign out anyway</Button>
          </SpaceBetween>
        </Box>
      }
    >
      {contact === undefined ? (
        'Nothing is open any more.'
      ) : (
        <SpaceBetween size="s">
          <Box>You still have:</Box>
          <ul className="plain-list">
            <li>
              <strong>{open}</strong>: {whoIsIn(contact)}, {contact.queueName}, {dayAndTimeText(contact.arrivedAt)}
            </li>
          </ul>
          <Box color="text-body-secondary">
            {contact.state === 'wrapping-up'
              ? 'It stays open and is here when you sign in again.'
              : 'Hang up first, or the caller is left without you.'}
          </Box>
        </SpaceBetween>
      )}
    </Modal>
  );
}
