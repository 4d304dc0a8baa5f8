/** Keys: first to the action that asks for them, else to the ReceiveDigits that listens in the background, else to nobody. */
import type { Digit } from '../media/contract.ts';
import { tell } from './invocations.ts';
import { hear } from './list.ts';
import { startTimer, stopTimer } from './state.ts';
import type { CallState } from './state.ts';
import { actionData } from './telling.ts';

/** A key of LEG-A was pressed. */
export function pressed(call: CallState, digit: Digit): void {
  const running = call.current?.leg === call.legA ? call.current.running : undefined;
  if (running?.digit) {
    hear(call, (action) => action.digit?.(digit));
    return;
  }
  const { armed } = call;
  if (!armed) return;
  if (armed.buffer === '') startTimer(call, 'armed:flush', armed.flushMs);
  armed.buffer += digit;
  startTimer(call, 'armed:gap', armed.gapMs);
}

/** The gap after a key has passed: do the keys match? */
export function gapPassed(call: CallState): void {
  const { armed } = call;
  if (!armed?.pattern.test(armed.buffer)) return;
  const received = armed.buffer;
  forgetDigits(call);
  tell(call, {
    type: 'DIGITS_RECEIVED',
    role: 'interrupts',
    leg: armed.leg,
    actionData: actionData({ type: 'ReceiveDigits', parameters: armed.parameters, leg: armed.leg }, { ReceivedDigits: received }),
  });
}

/** The keys of a failed entry are forgotten; listening goes on. */
export function forgetDigits(call: CallState): void {
  stopTimer(call, 'armed:flush');
  stopTimer(call, 'armed:gap');
  if (call.armed) call.armed.buffer = '';
}
