import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TimeInput from '@cloudscape-design/components/time-input';
import { useState } from 'react';
import { rescheduleCallback } from '../actions/left.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { instantOf, usualDue } from '../state/draft.ts';
import { chosenCallback } from '../state/left.ts';

/** Another time for the chosen callback. */
export default function MoveCallback() {
  const world = useWorld();
  const callback = chosenCallback(useClient());
  const [due, setDue] = useState(() => usualDue(world.now()));
  const [checked, setChecked] = useState(false);
  const [moving, setMoving] = useState(false);
  const dueAt = instantOf(due.dueDay, due.dueTime);
  const error =
    dueAt === undefined
      ? 'Give a day and a time.'
      : Date.parse(dueAt) <= world.now()
        ? 'This time has passed. Choose a later one.'
        : undefined;
  const close = () => world.dispatch({ type: 'dialog' });
  const move = async () => {
    setChecked(true);
    if (error !== undefined || dueAt === undefined) return;
    setMoving(true);
    await rescheduleCallback(world, dueAt);
    close();
  };
  return (
    <Modal
      visible
      header="Call back at another time"
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
      <FormField
        stretch
        label={`When is ${callback?.customerName ?? 'the customer'} to be called?`}
        description="Outside of the queue’s hours it is put to the next opening."
        {...(checked && error !== undefined ? { errorText: error } : {})}
      >
        <div className="due">
          <DatePicker
            value={due.dueDay}
            openCalendarAriaLabel={(selected) => `Choose the day${selected === null ? '' : `, now ${selected}`}`}
            onChange={({ detail }) => setDue((now) => ({ ...now, dueDay: detail.value }))}
          />
          <TimeInput
            ariaLabel="Time of day"
            format="hh:mm"
            placeholder="hh:mm"
            value={due.dueTime}
            onChange={({ detail }) => setDue((now) => ({ ...now, dueTime: detail.value }))}
          />
        </div>
      </FormField>
    </Modal>
  );
}
