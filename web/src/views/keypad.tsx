import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { openKeys } from '../actions/keypad.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { nameText } from '../parts/phone.ts';
import { phonesIn, talkOf } from '../state/talk.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** Digits that are typed anywhere in the box are pressed. */
function useTypedDigits(press: (digit: string) => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!digits.some((digit) => digit === event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      press(event.key);
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  });
}

/** Keys for the far end's menu, pressed here or typed. What was sent stands above them until the box closes. */
export default function Keypad() {
  const world = useWorld();
  const phones = phonesIn(talkOf(useClient()));
  const [chosenId, setChosenId] = useState<string>();
  const [sent, setSent] = useState('');
  const [send] = useState(() => openKeys(world));
  const phone = phones.find(({ partyId }) => partyId === chosenId) ?? phones[0];
  const press = (digit: string) => {
    if (phone === undefined) return;
    setSent((before) => (before + digit).slice(-24));
    send(phone.partyId, digit);
  };
  useTypedDigits(press);
  return (
    <Modal visible size="small" header="Keypad" closeAriaLabel="Close" onDismiss={() => world.dispatch({ type: 'dialog' })}>
      <SpaceBetween size="s">
        {phones.length > 1 && (
          <SegmentedControl
            label="Whose telephone"
            selectedId={phone?.partyId ?? null}
            options={phones.map(({ partyId, name }) => ({ id: partyId, text: name }))}
            onChange={({ detail }) => setChosenId(detail.selectedId)}
          />
        )}
        <div className="keypad-sent number" role="status" aria-label="Sent">
          {sent}
        </div>
        <div className="keypad">
          {digits.map((digit) => (
            <Button key={digit} fullWidth onClick={() => press(digit)}>
              {digit}
            </Button>
          ))}
        </div>
        <Box color="text-body-secondary">
          {phone === undefined ? 'Nobody is there by telephone any more.' : `${nameText(phone)} hears the tones. Type them, or press.`}
        </Box>
      </SpaceBetween>
    </Modal>
  );
}
