/** Keys for the far end's telephone: what is pressed while a command is under way goes with the next one. */
import type { PartyView } from '../../../shared/wire/api.ts';
import type { World } from '../app/world.ts';
import { phonesIn, talkOf } from '../state/talk.ts';
import type { Action } from './action.ts';
import { command } from './command.ts';

export const keypad: Action = {
  name: 'keypad',
  label: 'Keypad',
  shortcut: '#',
  group: 'Call',
  allowed: (state) => phonesIn(talkOf(state)).length > 0 && talkOf(state)?.mine === true,
  whyNot: (state) => (talkOf(state)?.mine === false ? 'Only the owner of the contact sends keys.' : 'Nobody is there by telephone.'),
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'keypad' }),
};

/** A sender of digits: `press` may be called faster than commands are answered. */
export function openKeys(world: World): (partyId: PartyView['partyId'], digit: string) => void {
  let waiting = '';
  let sending = false;
  const send = async (partyId: PartyView['partyId']) => {
    sending = true;
    while (waiting !== '') {
      const digits = waiting.slice(0, 50);
      waiting = waiting.slice(digits.length);
      // Refused digits are told and not sent again: a menu that moved on would take them for something else.
      if (!(await command(world, { do: 'keys', partyId, digits }))) waiting = '';
    }
    sending = false;
  };
  return (partyId, digit) => {
    waiting += digit;
    if (!sending) void send(partyId);
  };
}
