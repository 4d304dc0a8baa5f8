/** Ends of legs. A leg that survives its partner stays up until the function hangs it up. */
import { definitionOf } from '../actions/table.ts';
import { systemFailure } from '../actions/parameters.ts';
import type { Outcome } from '../actions/contract.ts';
import type { Saved } from './effects.ts';
import { close, endLeg } from './ending.ts';
import { tell } from './invocations.ts';
import type { Telling } from './invocations.ts';
import { disarm, dropCurrent } from './state.ts';
import type { CallLeg, CallState, CurrentAction, Role } from './state.ts';
import { actionData, failureData } from './telling.ts';

/** A leg was ended from outside: by its far end, by a failure, by the end of the meeting. */
export function legLost(call: CallState, leg: CallLeg, code: number, saved?: Saved): void {
  if (leg.status === 'Disconnected' || call.phase !== 'live') return;
  leg.status = 'Disconnected';
  const { current } = call;
  if (current?.leg === leg) {
    const outcome = saved && current.running?.saved?.(saved);
    if (outcome) delete call.recording;
    dropCurrent(call);
    call.pending = [];
    if (outcome) sayOver(call, current, outcome);
    else sayInterrupted(call, current);
  }
  if (leg.tag === 'LEG-A') call.pending = [];
  tellHangup(call, leg, { code, role: 'queues' });
}

/** A message is kept though its speaker has gone; nothing is asked of the answer. */
function sayOver(call: CallState, current: CurrentAction, outcome: Outcome): void {
  const told = { role: 'ignored', leg: current.leg } as const;
  if (outcome.kind === 'failed') tell(call, { type: 'ACTION_FAILED', ...told, actionData: failureData(current, outcome) });
  if (outcome.kind === 'succeeded') tell(call, { type: 'ACTION_SUCCESSFUL', ...told, actionData: actionData(current, outcome.data) });
}

/** Collecting digits fails before the HANGUP; quiet actions end silently. Functions meet both. */
function sayInterrupted(call: CallState, current: CurrentAction): void {
  if (!current.running || !definitionOf(current.type).chatty) return;
  tell(call, { type: 'ACTION_FAILED', role: 'ignored', leg: current.leg, actionData: failureData(current, systemFailure) });
}

/** The Hangup action: what is said depends on what the leg was. */
export function hangUpLeg(call: CallState, current: CurrentAction, code: number): void {
  const { leg, listNumber } = current;
  const partner = call.legs.find((other) => other !== leg);
  endLeg(call, leg, code === 0 ? 480 : code);
  const success = { type: 'ACTION_SUCCESSFUL', role: 'continues', leg, listNumber, actionData: actionData(current) } as const;
  if (leg.meetingId !== undefined && partner) {
    tell(call, success);
    call.legs = call.legs.filter((other) => other !== leg);
    return;
  }
  if (!partner) call.pending = [];
  // Of a bridge the service's pages tell both; which comes first is our choice.
  const bridged = partner !== undefined && partner.meetingId === undefined;
  tellHangup(call, leg, { code, role: 'continues', listNumber, ...(bridged ? { followUp: success } : {}) });
}

function tellHangup(call: CallState, leg: CallLeg, how: { code: number; role: Role; listNumber?: number; followUp?: Telling }): void {
  const { code, role, ...rest } = how;
  if (call.armed.get(leg.tag)?.leg === leg) disarm(call, leg.tag);
  const single = call.legs.every((other) => other === leg);
  tell(call, {
    type: 'HANGUP',
    role: single ? 'last' : role,
    leg,
    ...rest,
    actionData: { Type: 'Hangup', Parameters: { SipResponseCode: code, CallId: leg.callId, ParticipantTag: leg.tag } },
  });
  call.legs = call.legs.filter((other) => other !== leg);
  if (single) close(call);
}
