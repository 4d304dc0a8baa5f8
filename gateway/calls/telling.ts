/** How an action is named in events: its parameters as received, with the leg that they came to mean. */
import type { TelephonyEvent } from '../../shared/telephony/sma.ts';
import type { Failure } from '../actions/contract.ts';
import type { CallLeg } from './state.ts';

export type ActionData = NonNullable<TelephonyEvent['ActionData']>;

interface Told {
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly leg?: CallLeg;
}

/** ActionData of an action, with the fields that its outcome adds. */
export function actionData(action: Told, added: Record<string, unknown> = {}): ActionData {
  const { leg } = action;
  return {
    Type: action.type,
    Parameters: { ...action.parameters, ...(leg ? { CallId: leg.callId, ParticipantTag: leg.tag } : {}) },
    ...added,
  };
}

/** ActionData of ACTION_FAILED. */
export function failureData(action: Told, failure: Failure): ActionData {
  return actionData(action, { ...failure.data, ErrorType: failure.errorType, ErrorMessage: failure.message });
}
