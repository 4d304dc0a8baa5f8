import type { Action } from './action.ts';
import { accept, connectAudio, decline, extend, hangUp, mute, takeNotes } from './call.ts';
import { finishFollowUp, loadFollowUps, moveFollowUp } from './follow-ups.ts';
import { openStatusMenu, statusActions } from './status.ts';
import { changeTheme, checkDevices, connectNow, goDesk, goFloor, goFollowUps, showKeys, signOut, useHere } from './window.ts';
import { submitWrapUp } from './wrap-up.ts';

/** Every action, in the order of the key list. */
export const actions: readonly Action[] = [
  accept,
  decline,
  mute,
  hangUp,
  connectAudio,
  takeNotes,
  extend,
  submitWrapUp,
  openStatusMenu,
  ...statusActions,
  goDesk,
  goFollowUps,
  goFloor,
  finishFollowUp,
  moveFollowUp,
  loadFollowUps,
  useHere,
  connectNow,
  checkDevices,
  changeTheme,
  showKeys,
  signOut,
];
