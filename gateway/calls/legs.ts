/** Ends of legs. A leg that survives its partner stays up until the function hangs it up. */
import { definitionOf } from '../actions/table.ts';
import { systemFailure } from '../actions/parameters.ts';
import { close } from './ending.ts';
import { tell } from './invocations.ts';
import { disarm, dropCurrent, emit } from './state.ts';
import type { CallLeg, CallState, CurrentAction, Role } from './state.ts';
import { actionData, failureData } from './telling.ts';

/** A leg was ended from outside: by its far end, by a failure, by the end of the meeting. */
export function legLost(call: CallState, leg: CallLeg, code: number): void {
  if (leg.status === 'Disconnected' || call.phase !== 'live') return;
  leg.status = 'Disconnected';
  const { current } = call;
  if (current?.leg === leg) {
    dropCurrent(call);
    call.pending = [];
    sayInterrupted(call, current);
  }
  if (leg.tag === 'LEG-A') call.pending = [];
  tellHangup(call, leg, { code, role: 'queues' });
}

/** Collecting digits fails before the HANGUP; quiet actions end silently. Functions meet both. */
function sayInterrupted(call: CallState, current: CurrentAction): void {
  if (!current.running || !definitionOf(current.type).chatty) return;
  tell(call, { type: 'ACTION_FAILED', role: 'ignored', leg: current.leg, actionData: failureData(current, systemFailure) });
}

/** The Hangup action: what is said depends on what the leg was. */
export function hangUpLeg(call: CallState, current: CurrentAction, code: number): void {
  const { leg, listNumber } = current;
  leg.status = 'Disconnected';
  if (leg.meetingId === undefined) {
    emit(call, { kind: 'hang-up', status: code === 0 ? 480 : code });
    if (call.legs.length === 1) call.pending = [];
    tellHangup(call, leg, { code, role: 'continues', listNumber });
    return;
  }
  emit(call, { kind: 'leave' });
  if (call.legs.length === 1) {
    tellHangup(call, leg, { code, role: 'continues', listNumber });
    return;
  }
  tell(call, { type: 'ACTION_SUCCESSFUL', role: 'continues', leg, listNumber, actionData: actionData(current) });
  call.legs = call.legs.filter((other) => other !== leg);
}

function tellHangup(call: CallState, leg: CallLeg, how: { code: number; role: Role; listNumber?: number }): void {
  if (call.armed?.leg === leg) disarm(call);
  const single = call.legs.every((other) => other === leg);
  tell(call, {
    type: 'HANGUP',
    role: single ? 'last' : how.role,
    leg,
    ...(how.listNumber === undefined ? {} : { listNumber: how.listNumber }),
    actionData: { Type: 'Hangup', Parameters: { SipResponseCode: how.code, CallId: leg.callId, ParticipantTag: leg.tag } },
  });
  call.legs = call.legs.filter((other) => other !== leg);
  if (single) close(call);
}
