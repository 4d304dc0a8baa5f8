/** Reads a telephony event defensively: fields that the service leaves out, or spells in several ways, become one meaning. */
import type { TelephonyEvent } from './sma.ts';

export interface Observed {
  type: TelephonyEvent['InvocationEventType'];
  /** The action that the event is about. */
  action?: string;
  /** Why it failed: `ErrorType`, or the code before the colon of `Error`. */
  error?: string;
  digits?: string;
  /** Key of the audio that the action plays. */
  audioKey?: string;
  /** Meeting that the action is about. */
  meetingId?: string;
  /** The caller's leg is not known to have ended. A leg without `Status` is one that has not been answered yet. */
  callerUp: boolean;
  /** The meeting's leg is there and has not ended. */
  meetingUp: boolean;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const defined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** The leg that a HANGUP event is about. `ActionData.Type` is not to be trusted there, its parameters are. */
function endedLeg(event: TelephonyEvent): string | undefined {
  if (event.InvocationEventType !== 'HANGUP') return undefined;
  const { Participants } = event.CallDetails;
  const { ParticipantTag, CallId } = event.ActionData?.Parameters ?? {};
  return (
    text(ParticipantTag) ??
    Participants.find((leg) => leg.CallId === CallId)?.ParticipantTag ??
    (Participants.length === 1 ? 'LEG-A' : undefined)
  );
}

/** A hang-up of the meeting's leg that was done, or that found no such leg: it is not there, whatever the participants say. */
function meetingLeft(event: TelephonyEvent): boolean {
  const { Participants } = event.CallDetails;
  const { ParticipantTag, CallId } = event.ActionData?.Parameters ?? {};
  const over = event.InvocationEventType === 'ACTION_SUCCESSFUL' || event.InvocationEventType === 'ACTION_FAILED';
  if (!over || event.ActionData?.Type !== 'Hangup') return false;
  return (text(ParticipantTag) ?? Participants.find((leg) => leg.CallId === CallId)?.ParticipantTag) === 'LEG-B';
}

export function observe(event: TelephonyEvent): Observed {
  const { Participants } = event.CallDetails;
  const ended = meetingLeft(event) ? 'LEG-B' : endedLeg(event);
  const up = (tag: string) => Participants.some((leg) => leg.ParticipantTag === tag && leg.Status !== 'Disconnected');
  const { ActionData: data } = event;
  const parameters = data?.Parameters ?? {};
  const audio = parameters['AudioSource'] as { Key?: unknown } | undefined;
  const onHangup = event.InvocationEventType === 'HANGUP';
  return {
    type: event.InvocationEventType,
    ...defined({
      action: onHangup ? undefined : text(data?.Type),
      error: text(data?.ErrorType) ?? text(event.ErrorType) ?? text(data?.Error)?.split(':')[0],
      digits: text(data?.ReceivedDigits),
      audioKey: text(audio?.Key),
      meetingId: text(parameters['MeetingId']),
    }),
    callerUp: ended !== 'LEG-A' && up('LEG-A'),
    meetingUp: ended !== 'LEG-B' && up('LEG-B'),
  };
}

/** The id of the SIP media application, which older events spell `SipApplicationId`. */
export function applicationIdOf(event: TelephonyEvent): string {
  const details: Record<string, unknown> = event.CallDetails;
  return text(details['SipMediaApplicationId']) ?? text(details['SipApplicationId']) ?? '';
}
