/** Keys → actions. Single keys can be switched off (WCAG 2.1.4) and never act while something is typed. */
import type { World } from '../app/world.ts';
import { actionsIn } from './all.ts';
import { perform, type Action } from './action.ts';

const storedAs = 'linehall.single-keys';
export const singleKeysOn = (): boolean => localStorage.getItem(storedAs) !== 'off';
export const switchSingleKeys = (on: boolean): void => localStorage.setItem(storedAs, on ? 'on' : 'off');

interface Pressed {
  key: string;
  ctrl: boolean;
  shift: boolean;
}

/** The name of what was pressed, as shortcuts are written: `A`, `?`, `Shift+Q`, `Ctrl+Enter`. */
export function chordOf({ key, ctrl, shift }: Pressed): string {
  const letter = /^[a-z]$/i.test(key);
  const name = letter ? key.toUpperCase() : key;
  // The shift of a sign like `?` belongs to the sign.
  return `${ctrl ? 'Ctrl+' : ''}${shift && (letter || key.length > 1) ? 'Shift+' : ''}${name}`;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'));

/** Lists open with a key of their own and search by letters: they keep their keys. */
const isChoosing = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('[role=menu], [role=listbox]') !== null;

export function listenToKeys(world: World): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.repeat || event.altKey) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (!ctrl && (isTyping(event.target) || isChoosing(event.target))) return;
    const action = actionFor(world, chordOf({ key: event.key, ctrl, shift: event.shiftKey }), ctrl);
    if (action === undefined || world.state().dialog !== undefined) return;
    event.preventDefault();
    void perform(world, action);
  });
}

function actionFor(world: World, chord: string, ctrl: boolean): Action | undefined {
  const found = actionsIn(world.state()).find((action) => action.shortcut === chord);
  return found !== undefined && (ctrl || singleKeysOn()) ? found : undefined;
}
