import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { chooseDevice } from '../actions/device.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { e164Of, phoneText } from '../parts/phone.ts';
import type { AgentView } from '../../../shared/wire/api.ts';

const kinds = [
  { value: 'browser', label: 'This browser', description: 'With the microphone and speaker of this machine.' },
  {
    value: 'phone',
    label: 'A telephone',
    description: 'It rings, says the queue, and asks you to press 1. A mobile, or a desk phone that has a number.',
  },
] as const;

const numberNow = (agent: AgentView | undefined): string => (agent?.device?.kind === 'phone' ? phoneText(agent.device.number) : '');

/** With what the agent talks, from the next call on. */
export default function DeviceDialog() {
  const world = useWorld();
  const { agent } = useClient();
  const [kind, setKind] = useState<string>(agent?.device?.kind ?? 'browser');
  const [typed, setTyped] = useState(() => numberNow(agent));
  const [checked, setChecked] = useState(false);
  const [saving, setSaving] = useState(false);
  const number = e164Of(typed);
  const close = () => world.dispatch({ type: 'dialog' });
  const save = async () => {
    setChecked(true);
    if (kind === 'phone' && number === undefined) return;
    setSaving(true);
    const done = await chooseDevice(world, kind === 'phone' && number !== undefined ? { kind: 'phone', number } : { kind: 'browser' });
    setSaving(false);
    if (done) close();
  };
  const missing = checked && kind === 'phone' && number === undefined;
  return (
    <Modal
      visible
      header="With what do you talk?"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={saving} onClick={() => void save()}>
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <RadioGroup ariaLabel="Device" value={kind} items={[...kinds]} onChange={({ detail }) => setKind(detail.value)} />
        {kind === 'phone' && (
          <FormField
            stretch
            label="Its number"
            constraintText="With + and the country code, in any usual spelling."
            errorText={missing ? 'This is no whole number. Begin with + and the country code.' : undefined}
          >
            <Input
              type="text"
              inputMode="tel"
              autoComplete="tel"
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              onKeyDown={({ detail }) => detail.key === 'Enter' && void save()}
            />
          </FormField>
        )}
        <Box color="text-body-secondary">A call under way stays where it is; the next one comes to what you choose here.</Box>
      </SpaceBetween>
    </Modal>
  );
}
