import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TimeInput from '@cloudscape-design/components/time-input';
import { useEffect, useRef, useState } from 'react';
import type { Instant } from '../../../shared/ids.ts';
import { sayBackAt } from '../actions/back-at.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { dayAndTimeText } from '../parts/time.ts';
import { breakOf, nextTimeOfDay } from '../state/back-at.ts';

/** The time of day at which the agent will be back, or that none is said any more. */
export default function BackAtDialog() {
  const world = useWorld();
  const present = breakOf(useClient());
  const [typed, setTyped] = useState('');
  const [checked, setChecked] = useState(false);
  const [saving, setSaving] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // The box itself takes the focus when it opens; a moment later it goes to where one types.
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const at = nextTimeOfDay(typed, world.now());
  const close = () => world.dispatch({ type: 'dialog' });
  const say = async (backAt: Instant | undefined) => {
    setSaving(true);
    const done = await sayBackAt(world, backAt);
    setSaving(false);
    if (done) close();
  };
  const save = () => (at === undefined ? setChecked(true) : void say(at));
  return (
    <Modal
      visible
      size="small"
      header="When are you back?"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {present?.backAt === undefined ? (
              <Button variant="link" onClick={close}>
                Cancel
              </Button>
            ) : (
              <Button variant="link" onClick={() => void say(undefined)}>
                Say no time
              </Button>
            )}
            <Button variant="primary" loading={saving} onClick={save}>
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <FormField
          stretch
          label="Back at"
          constraintText={at === undefined ? 'Hours and minutes. Colleagues and supervisors see it.' : dayAndTimeText(at)}
          errorText={checked && at === undefined ? 'Give a time of day, for example 14:30.' : undefined}
        >
          <TimeInput ref={input} format="hh:mm" placeholder="hh:mm" value={typed} onChange={({ detail }) => setTyped(detail.value)} />
        </FormField>
      </form>
    </Modal>
  );
}
