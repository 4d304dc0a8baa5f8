import { expect, test } from 'vitest';
import { answer, ask, hangup, join, play, Rig, scripted } from './rig.ts';

test('a call is answered, asked, held, joined to a meeting by an update and hung up', () => {
  const rig = new Rig(
    scripted({
      NEW_INBOUND_CALL: [answer(ask())],
      ACTION_SUCCESSFUL: [answer(play('hold.wav', { Repeat: 10 }))],
      CALL_UPDATE_REQUESTED: [answer(join())],
      HANGUP: [answer(hangup({ ParticipantTag: 'LEG-A' }))],
    }),
  ).start();
  expect(rig.wanted('answer')).toHaveLength(1);
  rig.finishPlaying().press('2');
  expect(rig.last().ActionData?.ReceivedDigits).toBe('2');
  expect(rig.heard()).toEqual(['menu.wav', 'hold.wav']);
  rig.update();
  rig.hear({ kind: 'meeting-left' });
  expect(rig.told()).toEqual([
    'NEW_INBOUND_CALL',
    'ACTION_SUCCESSFUL',
    'CALL_UPDATE_REQUESTED',
    'ACTION_INTERRUPTED',
    'ACTION_SUCCESSFUL',
    'HANGUP',
    'HANGUP',
  ]);
  expect(rig.events.map((event) => event.Sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(rig.wanted('hang-up')).toHaveLength(1);
  expect(rig.done.at(-1)).toEqual({ kind: 'end' });
});
