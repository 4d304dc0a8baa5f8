/** Reads a telephony event defensively: fields that the service leaves out, or spells in several ways, become one meaning. */
import type { Participant, TelephonyEvent } from './sma.ts';

export interface Observed {
  type: TelephonyEvent['InvocationEventType'];
  /** The action that the event is about. */
  action?: string;
  /** Why it failed: `ErrorType`, or the code before the colon of `Error`. */
  error?: string;
  digits?: string;
  /** What a bot understood; `FallbackIntent` when nothing. */
  intent?: string;
  /** How sure the bot is of it, from 0 to 1. */
  confidence?: number;
  /** Key of the audio that the action plays. */
  audioKey?: string;
  /** Where what the caller said lies now. */
  recordedKey?: string;
  /** Meeting that the action is about. */
  meetingId?: string;
  /** A seat in the meeting has been muted, or is not muted any more. */
  muted?: boolean;
  /** The caller's leg is not known to have ended. A leg without `Status` is one that has not been answered yet. */
  callerUp: boolean;
  /** The meeting's leg is there and has not ended. */
  meetingUp: boolean;
  /** Another telephone is connected with this one. */
  bridgeUp: boolean;
  /** This very event tells that it has gone. */
  bridgeEnded: boolean;
  /** The other leg that is up: what a hang-up names, so that a late one can't hit the leg that came after. */
  otherCallId?: string;
  /** Which telephone is connected, has just gone, or could not be had. */
  otherNumber?: string;
  /** We call this telephone, and nobody has picked it up yet. */
  rings: boolean;
  /** The first leg's id: what SendDigits needs. */
  callId?: string;
  /** Of a leg that has ended: the SIP answer that tells why. */
  code?: number;
}

/** How the service shows a meeting's leg among the participants. */
const meetingNumber = '+17035550122';
const meetingCaller = 'SMA';

const isMeeting = ({ To, From }: Participant): boolean => To === meetingNumber || From === meetingCaller;

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

/** Legs that a hang-up has ended, or has not found: they are not there, whatever the participants say. */
function hungUp(event: TelephonyEvent): (leg: Participant) => boolean {
  const { ParticipantTag, CallId } = event.ActionData?.Parameters ?? {};
  const over = event.InvocationEventType === 'ACTION_SUCCESSFUL' || event.InvocationEventType === 'ACTION_FAILED';
  if (!over || event.ActionData?.Type !== 'Hangup') return () => false;
  return (leg) => (CallId === undefined ? leg.ParticipantTag === text(ParticipantTag) : leg.CallId === CallId);
}

/** Of a leg that is no meeting's, or of a call to one that failed. */
function otherNumber({ ActionData }: TelephonyEvent, others: readonly Participant[]): string | undefined {
  const endpoints =
    ActionData?.Type === 'CallAndBridge' ? (ActionData.Parameters?.['Endpoints'] as { Uri?: unknown }[] | undefined) : undefined;
  return text(others.find((leg) => !isMeeting(leg))?.To) ?? text(endpoints?.[0]?.Uri);
}

/** A number, however it is spelt. */
function codeOf(value: unknown): number | undefined {
  const code = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}

/** Only what was done tells: an answer that was overtaken has noted what it wanted. */
function mutedBy({ InvocationEventType, ActionData }: TelephonyEvent): boolean | undefined {
  if (InvocationEventType !== 'ACTION_SUCCESSFUL' || ActionData?.Type !== 'ModifyChimeMeetingAttendees') return undefined;
  return ActionData.Parameters?.['Operation'] === 'Mute';
}

const beforeAnswer: readonly string[] = ['NEW_OUTBOUND_CALL', 'RINGING'];
/** May also come of a telephone that rings. */
const anyTime: readonly string[] = ['CALL_UPDATE_REQUESTED', 'INVALID_LAMBDA_RESPONSE'];

/** Whoever has run an action, or answered, is not ringing, `Status` or not. */
function rings(event: TelephonyEvent): boolean {
  const type = event.InvocationEventType;
  if (beforeAnswer.includes(type)) return true;
  const first = event.CallDetails.Participants.find((leg) => leg.ParticipantTag === 'LEG-A');
  return first?.Direction === 'Outbound' && first.Status === undefined && anyTime.includes(type);
}

export function observe(event: TelephonyEvent): Observed {
  const { Participants } = event.CallDetails;
  const ended = endedLeg(event);
  const isHungUp = hungUp(event);
  const up = (tag: string) => Participants.some((leg) => leg.ParticipantTag === tag && leg.Status !== 'Disconnected');
  const others = Participants.filter((leg) => leg.ParticipantTag === 'LEG-B');
  const other = ended === 'LEG-B' ? undefined : others.find((leg) => leg.Status !== 'Disconnected' && !isHungUp(leg));
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
      intent: text(data?.IntentResult?.SessionState.Intent.Name),
      confidence: data?.IntentResult?.Interpretations?.[0]?.NluConfidence?.Score,
      audioKey: text(audio?.Key),
      recordedKey: data?.Type === 'RecordAudio' ? text(data.RecordingDestination?.Key) : undefined,
      meetingId: text(parameters['MeetingId']),
      muted: mutedBy(event),
      otherCallId: text(other?.CallId),
      otherNumber: otherNumber(event, others),
      callId: Participants.find((leg) => leg.ParticipantTag === 'LEG-A')?.CallId,
      code: onHangup ? codeOf(parameters['SipResponseCode']) : undefined,
    }),
    callerUp: ended !== 'LEG-A' && up('LEG-A'),
    meetingUp: other !== undefined && isMeeting(other),
    bridgeUp: other !== undefined && !isMeeting(other),
    bridgeEnded: ended === 'LEG-B' && onHangup && others.length > 0 && !others.some(isMeeting),
    rings: rings(event),
  };
}

/** The id of the SIP media application, which older events spell `SipApplicationId`. */
export function applicationIdOf(event: TelephonyEvent): string {
  const details: Record<string, unknown> = event.CallDetails;
  return text(details['SipMediaApplicationId']) ?? text(details['SipApplicationId']) ?? '';
}
