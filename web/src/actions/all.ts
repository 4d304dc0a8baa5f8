import type { State } from '../state/state.ts';
import type { Action } from './action.ts';
import { backActions } from './back-at.ts';
import { openDial, takeBack } from './calls.ts';
import { accept, connectAudio, decline, extend, hangUp, mute, takeNotes } from './call.ts';
import { openDevice } from './device.ts';
import { finishFollowUp, loadFollowUps, moveFollowUp } from './follow-ups.ts';
import { raiseHand, writeHelp } from './help.ts';
import {
  callbackOutcomes,
  callLeft,
  callNow,
  cancelCallback,
  finishVoicemail,
  loadLeft,
  moveCallback,
  playVoicemail,
  takeVoicemail,
} from './left.ts';
import { keypad } from './keypad.ts';
import { partyActions } from './parties.ts';
import { openStatusMenu, statusActions } from './status.ts';
import { addSupervisor, cancelCall, complete, hold, invite, merge, swap } from './talk.ts';
import {
  changeTheme,
  checkDevices,
  connectNow,
  goDesk,
  goFloor,
  goFollowUps,
  goLeft,
  goSettings,
  showKeys,
  signOut,
  useHere,
} from './window.ts';
import { submitWrapUp } from './wrap-up.ts';

/** Every action that there is with these reasons, in the order of the key list. */
export const actionsIn = (state: Pick<State, 'reasons'>): readonly Action[] => [
  accept,
  decline,
  mute,
  hangUp,
  callNow,
  ...callbackOutcomes(state),
  connectAudio,
  keypad,
  openDial,
  hold,
  invite,
  swap,
  merge,
  complete,
  cancelCall,
  addSupervisor,
  ...partyActions,
  takeBack,
  raiseHand,
  writeHelp,
  takeNotes,
  extend,
  submitWrapUp,
  openStatusMenu,
  ...statusActions(state),
  ...backActions,
  goDesk,
  goFollowUps,
  goLeft,
  goFloor,
  goSettings,
  finishFollowUp,
  moveFollowUp,
  loadFollowUps,
  playVoicemail,
  takeVoicemail,
  finishVoicemail,
  callLeft,
  moveCallback,
  cancelCallback,
  loadLeft,
  useHere,
  connectNow,
  openDevice,
  checkDevices,
  changeTheme,
  showKeys,
  signOut,
];
