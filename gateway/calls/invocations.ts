/** Events on their way to the function: numbered, repeated after 5 s, tried once more after an error, given up after 20 s. */
import type { EventType, TelephonyEvent } from '../../shared/telephony/sma.ts';
import { endCall } from './ending.ts';
import { emit, startTimer, stopTimer, waits } from './state.ts';
import type { CallLeg, CallState, Question, Role } from './state.ts';

/** An event that the function shall learn of. */
export interface Telling {
  type: EventType;
  role: Role;
  leg: CallLeg;
  listNumber?: number;
  actionData?: TelephonyEvent['ActionData'];
  /** Told after it, unless the answer has actions of its own. */
  followUp?: Telling;
  /** Of INVALID_LAMBDA_RESPONSE, which alone has them at the top. */
  error?: { type: string; message: string };
}

/** Sends an event. The call's participants and attributes are those of this moment. */
export function tell(call: CallState, telling: Telling): void {
  if (call.phase !== 'live') return;
  call.sequence += 1;
  const question: Question = {
    sequence: call.sequence,
    type: telling.type,
    event: eventOf(call, telling),
    role: telling.role,
    askedOn: telling.leg.callId,
    listNumber: telling.listNumber ?? call.listNumber,
    ...(telling.followUp ? { followUp: telling.followUp } : {}),
    attempts: 0,
    refusals: 0,
  };
  call.questions.set(question.sequence, question);
  startTimer(call, `invoke:${question.sequence}:repeat`, waits.repeat);
  startTimer(call, `invoke:${question.sequence}:give-up`, waits.giveUp);
  invoke(call, question);
}

/** Invokes the function for a question, again with the same event and Sequence if it was invoked before. */
export function invoke(call: CallState, question: Question): void {
  if (call.invocations >= call.invocationLimit) {
    endCall(call, 480, `${call.invocationLimit} invocations are used up`);
    return;
  }
  call.invocations += 1;
  question.attempts += 1;
  emit(call, { kind: 'invoke', sequence: question.sequence, event: question.event });
}

/** The question needs no answer any more. */
export function settle(call: CallState, question: Question): void {
  call.questions.delete(question.sequence);
  stopTimer(call, `invoke:${question.sequence}:repeat`);
  stopTimer(call, `invoke:${question.sequence}:give-up`);
}

function eventOf(call: CallState, telling: Telling): TelephonyEvent {
  return {
    SchemaVersion: '1.0',
    Sequence: call.sequence,
    InvocationEventType: telling.type,
    ...(telling.actionData ? { ActionData: telling.actionData } : {}),
    ...(telling.error ? { ErrorType: telling.error.type, ErrorMessage: telling.error.message } : {}),
    CallDetails: {
      TransactionId: call.transactionId,
      ...(call.attributes ? { TransactionAttributes: { ...call.attributes } } : {}),
      AwsAccountId: call.account,
      AwsRegion: call.region,
      ...(call.ruleId === undefined ? {} : { SipRuleId: call.ruleId }),
      SipMediaApplicationId: call.applicationId,
      Participants: call.legs.map(participant),
    },
  };
}

function participant(leg: CallLeg): TelephonyEvent['CallDetails']['Participants'][number] {
  return {
    CallId: leg.callId,
    ParticipantTag: leg.tag,
    To: leg.to,
    From: leg.from,
    Direction: leg.direction,
    StartTimeInMilliseconds: String(leg.startedAt),
    ...(leg.status ? { Status: leg.status } : {}),
    ...(Object.keys(leg.headers).length > 0 ? { SipHeaders: { ...leg.headers } } : {}),
  };
}
