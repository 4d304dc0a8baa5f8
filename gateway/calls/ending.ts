/** How a call ends as a whole. */
import { disarm, dropCurrent, emit, stopTimer, stopTimers } from './state.ts';
import type { CallLeg, CallState } from './state.ts';

/** Ends a leg that is up, by our own will. */
export function endLeg(call: CallState, leg: CallLeg, status: number): void {
  if (leg.status === 'Disconnected') return;
  leg.status = 'Disconnected';
  if (leg.meetingId === undefined) emit(call, { kind: 'hang-up', on: leg.tag, status });
  else emit(call, { kind: 'leave' });
}

/** Hangs up whatever is up; no event tells the function of it. For calls whose function fails. */
export function endCall(call: CallState, status: number, why: string): void {
  if (call.phase === 'ended') return;
  emit(call, { kind: 'log', line: `call ends: ${why}` });
  dropCurrent(call);
  for (const leg of call.legs) endLeg(call, leg, status);
  finish(call);
}

/** The last thing that happens to a call. */
export function finish(call: CallState): void {
  if (call.phase === 'ended') return;
  call.questions.clear();
  stopTimers(call, '');
  call.pending = [];
  call.held = [];
  if (call.phase === 'live') emit(call, { kind: 'release' });
  emit(call, { kind: 'end' });
  call.phase = 'ended';
}

/** No leg is left: only the HANGUP that was sent last is still waited for. */
export function close(call: CallState): void {
  if (call.phase !== 'live') return;
  dropCurrent(call);
  for (const tag of [...call.armed.keys()]) disarm(call, tag);
  for (const question of [...call.questions.values()]) {
    if (question.role === 'last') continue;
    call.questions.delete(question.sequence);
    stopTimers(call, `invoke:${question.sequence}:`);
  }
  stopTimer(call, 'attempt');
  call.pending = [];
  call.held = [];
  emit(call, { kind: 'release' });
  call.phase = 'closing';
}
