/** How a call ends as a whole. */
import { disarm, dropCurrent, emit, legOf, stopTimer, stopTimers } from './state.ts';
import type { CallState } from './state.ts';

/** Hangs up whatever is up; no event tells the function of it. For calls whose function fails. */
export function endCall(call: CallState, status: number, why: string): void {
  if (call.phase === 'ended') return;
  emit(call, { kind: 'log', line: `call ends: ${why}` });
  dropCurrent(call);
  disarm(call);
  if (legOf(call, 'LEG-B')) emit(call, { kind: 'leave' });
  if (legOf(call, 'LEG-A')) emit(call, { kind: 'hang-up', status });
  for (const leg of call.legs) leg.status = 'Disconnected';
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
  disarm(call);
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
