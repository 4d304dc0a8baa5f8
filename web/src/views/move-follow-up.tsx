import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { AgentId, epochMs } from '../../../shared/ids.ts';
import { changeFollowUp } from '../actions/follow-ups.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { dayAndTimeText } from '../parts/time.ts';
import { followUpErrors, instantOf, usualDue, type FollowUpDraft } from '../state/draft.ts';
import { chosenFollowUp } from '../state/follow-ups.ts';
import { FollowUpFields } from './follow-up-fields.tsx';

/** Another time for the chosen follow-up, or another owner. */
export default function MoveFollowUp() {
  const world = useWorld();
  const client = useClient();
  const ticket = chosenFollowUp(client);
  const [draft, setDraft] = useState<FollowUpDraft>(() => ({
    ...usualDue(Math.max(world.now(), ticket?.dueAt === undefined ? 0 : epochMs(ticket.dueAt))),
    ...(ticket?.ownerId === undefined ? {} : { ownerId: ticket.ownerId }),
  }));
  const [checked, setChecked] = useState(false);
  const [moving, setMoving] = useState(false);
  const errors = followUpErrors(draft, world.now());
  const close = () => world.dispatch({ type: 'dialog' });
  const move = async () => {
    setChecked(true);
    const dueAt = instantOf(draft.dueDay, draft.dueTime);
    if (Object.keys(errors).length > 0 || dueAt === undefined || draft.ownerId === undefined) return;
    setMoving(true);
    const change = { status: 'requires-follow-up', ownerId: AgentId.parse(draft.ownerId), dueAt } as const;
    await changeFollowUp(world, change, (subject) => `“${subject}” is due ${dayAndTimeText(dueAt)}.`);
    close();
  };
  return (
    <Modal
      visible
      header="Move the follow-up"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={moving} onClick={() => void move()}>
              Move
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>
          <strong>{ticket?.subject}</strong>
          {ticket?.customerName !== undefined && `, ${ticket.customerName}`}
        </Box>
        <FollowUpFields draft={draft} errors={checked ? errors : {}} change={(change) => setDraft((now) => ({ ...now, ...change }))} />
      </SpaceBetween>
    </Modal>
  );
}
