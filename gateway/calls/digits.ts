/** Keys: first to the action that asks for them, else to the ReceiveDigits that listens in the background, else to nobody. */
import type { ParticipantTag } from '../../shared/telephony/sma.ts';
import type { Digit } from '../media/contract.ts';
import { tell } from './invocations.ts';
import { hear } from './list.ts';
import { startTimer, stopTimers } from './state.ts';
import type { CallLeg, CallState } from './state.ts';
import { actionData } from './telling.ts';

/** A key of a leg was pressed. */
export function pressed(call: CallState, leg: CallLeg, digit: Digit): void {
  const running = call.current?.leg === leg ? call.current.running : undefined;
  if (running?.digit) {
    hear(call, (action) => action.digit?.(digit));
    return;
  }
  const armed = call.armed.get(leg.tag);
  if (!armed) return;
  if (armed.buffer === '') startTimer(call, `armed:${leg.tag}:flush`, armed.flushMs);
  armed.buffer += digit;
  startTimer(call, `armed:${leg.tag}:gap`, armed.gapMs);
}

/** The gap after a key has passed: do the keys match? */
export function gapPassed(call: CallState, tag: ParticipantTag): void {
  const armed = call.armed.get(tag);
  if (!armed?.pattern.test(armed.buffer)) return;
  const received = armed.buffer;
  forgetDigits(call, tag);
  tell(call, {
    type: 'DIGITS_RECEIVED',
    role: 'interrupts',
    leg: armed.leg,
    actionData: actionData({ type: 'ReceiveDigits', parameters: armed.parameters, leg: armed.leg }, { ReceivedDigits: received }),
  });
}

/** The keys of a failed entry are forgotten; listening goes on. */
export function forgetDigits(call: CallState, tag: ParticipantTag): void {
  stopTimers(call, `armed:${tag}:`);
  const armed = call.armed.get(tag);
  if (armed) armed.buffer = '';
}
