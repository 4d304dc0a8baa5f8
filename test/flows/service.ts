/**
 * The SIP media application service as far as its rules decide about us: action lists, interruption, legs, events. Nothing happens by
 * itself: a test says when an action ends, when an event is delivered and when its answer arrives, in whatever order.
 */
import type { Action, TelephonyAnswer, TelephonyEvent } from '../../shared/telephony/sma.ts';

export interface Quirks {
  /** What tells that a meeting's leg was hung up by us: the sources disagree. */
  leaving: 'success' | 'hangup' | 'both';
  /** An answer interrupts what runs also when no update caused it. */
  eager: boolean;
  /** ACTION_FAILED for what ran, before the HANGUP. */
  failsBeforeHangup: boolean;
  /** HANGUP without code and leg. */
  terse: boolean;
  /** Whether what a caller said who hangs up is told of before the HANGUP, after it, or after it and twice. */
  leftBehind?: 'before' | 'after' | 'twice';
  /** A failed join says so in `Error` only. */
  bareError: boolean;
  /** What becomes of an answer about a list that was replaced meanwhile: it counts, nothing of it does, or its attributes do. */
  overtaken: 'counts' | 'is-ignored' | 'leaves-attributes';
}
export const plain: Quirks = {
  leaving: 'success',
  eager: false,
  failsBeforeHangup: false,
  terse: false,
  leftBehind: 'before',
  bareError: false,
  overtaken: 'counts',
};

/** How an action fails that nobody did anything for. */
const faults: Readonly<Partial<Record<Action['Type'], string>>> = {
  PlayAudioAndGetDigits: 'InvalidDigitsReceived',
  CallAndBridge: 'CallNotAnswered',
  StartBotConversation: 'ActionExecutionThrottled',
};
const interruptible = ['PlayAudio', 'Pause', 'RecordAudio'];
type Type = TelephonyEvent['InvocationEventType'];
const tagOf = (parameters: { ParticipantTag?: string | undefined; CallId?: string | undefined }): string | undefined =>
  parameters.CallId?.startsWith('b') === true ? 'LEG-B' : parameters.ParticipantTag;
const copy = <T>(value: T): T => structuredClone(value);

export class Service {
  readonly outbox: TelephonyEvent[] = [];
  /** Everything that was started, in order. */
  readonly started: Action[] = [];
  current: Action | undefined;
  pending: Action[] = [];
  attributes: Record<string, string> | undefined;
  caller: 'ringing' | 'up' | 'gone' = 'ringing';
  meeting: { callId: string; meetingId: string } | undefined;
  /** The other telephone that this one is connected with. */
  bridge: { callId: string; number: string } | undefined;
  /** Seats that were muted, by attendee. */
  readonly mutedSeats = new Set<string>();
  /** All keys that were sent to the far end. */
  readonly keysSent: string[] = [];
  direction: 'Inbound' | 'Outbound' = 'Inbound';
  private listens = false;
  /** What can't happen in a right answer, and did. */
  readonly faults: string[] = [];
  readonly quirks: Quirks;
  readonly from: string;
  readonly to: string;
  readonly transactionId: string;
  private sequence = 0;
  private meetings = 0;
  private awaited: number | undefined;
  /** Lists so far; which list each action is of, and each event tells of. */
  private lists = 0;
  private readonly listOf = new WeakMap<object, number>();
  private readonly toldOf = new Map<number, number>();
  private readonly answered = new Set<number>();

  constructor(transactionId: string, from = '+12025550111', to = '+12025550100', quirks: Quirks = plain) {
    this.transactionId = transactionId;
    this.from = from;
    this.to = to;
    this.quirks = quirks;
  }

  /** Both legs are gone: no event and no action any more. */
  get over(): boolean {
    return this.caller === 'gone' && this.meeting === undefined && this.bridge === undefined;
  }

  /** We call, and nobody has picked up yet. */
  get rings(): boolean {
    return this.direction === 'Outbound' && this.caller === 'ringing';
  }

  private emit(type: Type, data?: Record<string, unknown>, gone?: { callId: string; number?: string }): TelephonyEvent {
    const shared = { To: this.to, From: this.from, StartTimeInMilliseconds: '1' };
    const status = this.caller === 'ringing' ? {} : { Status: this.caller === 'up' ? ('Connected' as const) : ('Disconnected' as const) };
    const otherLeg = (CallId: string, Status: 'Connected' | 'Disconnected', number?: string) =>
      ({
        CallId,
        ParticipantTag: 'LEG-B',
        To: number ?? '+17035550122',
        From: number === undefined ? 'SMA' : this.to,
        Direction: 'Outbound',
        Status,
      }) as const;
    const event: TelephonyEvent = {
      SchemaVersion: '1.0',
      Sequence: ++this.sequence,
      InvocationEventType: type,
      ...(data === undefined ? {} : { ActionData: copy(data) }),
      CallDetails: {
        TransactionId: this.transactionId,
        SipMediaApplicationId: 'application',
        ...(this.attributes === undefined ? {} : { TransactionAttributes: copy(this.attributes) }),
        Participants: [
          { CallId: 'a', ParticipantTag: 'LEG-A', Direction: this.direction, ...shared, ...status },
          ...(this.meeting === undefined ? [] : [otherLeg(this.meeting.callId, 'Connected')]),
          ...(this.bridge === undefined ? [] : [otherLeg(this.bridge.callId, 'Connected', this.bridge.number)]),
          ...(gone === undefined ? [] : [otherLeg(gone.callId, 'Disconnected', gone.number)]),
        ],
      },
    };
    this.toldOf.set(event.Sequence, this.listOf.get((data?.['Parameters'] as object | undefined) ?? this) ?? this.lists);
    this.outbox.push(event);
    return event;
  }

  dial(): void {
    this.emit('NEW_INBOUND_CALL');
  }

  /** We call a telephone, for a party. */
  dialOut(given: Record<string, string>): void {
    this.direction = 'Outbound';
    this.emit('NEW_OUTBOUND_CALL', { Parameters: { Arguments: given } });
  }

  ringsThere(): void {
    if (this.rings) this.emit('RINGING');
  }

  /** Answers that came while it rang have waited for this. */
  picksUp(): void {
    if (!this.rings) return;
    this.caller = 'up';
    this.emit('CALL_ANSWERED');
    this.next();
  }

  refuses(code: number): void {
    if (!this.rings) return;
    this.caller = 'gone';
    this.pending = [];
    this.emit('HANGUP', { Type: 'Hangup', Parameters: { SipResponseCode: code, CallId: 'a', ParticipantTag: 'LEG-A' } });
  }

  presses(digits: string): void {
    if (this.listens && this.caller === 'up')
      this.emit('DIGITS_RECEIVED', { Type: 'ReceiveDigits', Parameters: {}, ReceivedDigits: digits });
  }

  update(version: number): void {
    if (!this.over)
      this.emit('CALL_UPDATE_REQUESTED', { Type: 'CallUpdateRequest', Parameters: { Arguments: { version: String(version) } } });
  }

  /** The answer to an event arrives. */
  apply(event: TelephonyEvent, answer: TelephonyAnswer): void {
    const type = event.InvocationEventType;
    // Of an event that was repeated the first answer wins.
    if (this.over || type === 'ACTION_INTERRUPTED' || this.answered.has(event.Sequence)) return;
    this.answered.add(event.Sequence);
    const isTold = type === 'ACTION_SUCCESSFUL' || type === 'ACTION_FAILED';
    const isOvertaken = isTold && this.toldOf.get(event.Sequence) !== this.lists && answer.Actions.length > 0;
    const late = isOvertaken ? this.quirks.overtaken : 'counts';
    if (late === 'is-ignored') return;
    if (answer.TransactionAttributes !== undefined) this.attributes = copy(answer.TransactionAttributes);
    if (type === 'NEW_OUTBOUND_CALL' || type === 'RINGING' || late === 'leaves-attributes') return;
    const resumes = this.awaited === event.Sequence;
    if (resumes) this.awaited = undefined;
    if (answer.Actions.length === 0) {
      if (resumes && this.current === undefined) this.next();
      return;
    }
    this.awaited = undefined;
    const known = event.CallDetails.Participants.some((leg) => leg.ParticipantTag === 'LEG-A' && leg.Status === 'Disconnected');
    for (const { Type, Parameters } of answer.Actions) {
      if (known && tagOf(Parameters) !== 'LEG-B') this.faults.push(`${Type} for a caller who was known to have gone`);
    }
    this.pending = copy(answer.Actions);
    this.lists += 1;
    for (const { Parameters } of this.pending) this.listOf.set(Parameters, this.lists);
    const interrupts = this.quirks.eager || type === 'CALL_UPDATE_REQUESTED';
    if (this.current !== undefined && interrupts && interruptible.includes(this.current.Type)) {
      const stopped = this.current;
      this.current = undefined;
      this.emit('ACTION_INTERRUPTED', stopped);
    }
    if (this.current === undefined) this.next();
  }

  private next(): void {
    if (this.rings && this.pending[0]?.Type !== 'Hangup') return;
    const action = this.pending.shift();
    if (action === undefined) return;
    if (this.caller === 'gone' && tagOf(action.Parameters) !== 'LEG-B') return this.fail(action, 'InvalidActionParameter');
    this.started.push(action);
    if (action.Type === 'Hangup') return this.hangUp(action);
    if (this.caller === 'ringing') this.caller = 'up';
    this.current = action;
    if (action.Type !== 'ReceiveDigits') return;
    this.listens = true;
    this.finish();
  }

  private hangUp(action: Extract<Action, { Type: 'Hangup' }>): void {
    if (tagOf(action.Parameters) !== 'LEG-B') {
      this.caller = 'gone';
      this.pending = [];
      this.emit('HANGUP', this.ended('LEG-A'));
      return;
    }
    const other = this.meeting ?? this.bridge;
    const { CallId = other?.callId } = action.Parameters;
    if (other === undefined || other.callId !== CallId) {
      this.pending = [];
      this.emit('ACTION_FAILED', { ...action, ErrorType: 'InvalidActionParameter' });
      return;
    }
    this.meeting = undefined;
    this.bridge = undefined;
    if (this.quirks.leaving !== 'success') this.emit('HANGUP', this.ended('LEG-B', other.callId), other);
    if (this.over) return;
    if (this.quirks.leaving !== 'hangup') this.awaited = this.emit('ACTION_SUCCESSFUL', action).Sequence;
    else if (this.awaited === undefined) this.awaited = this.sequence;
  }

  private ended(ParticipantTag: 'LEG-A' | 'LEG-B', CallId = 'a'): Record<string, unknown> {
    if (this.quirks.terse) return { Type: 'ReceiveDigits', Parameters: { CallId } };
    return { Type: 'Hangup', Parameters: { SipResponseCode: 0, CallId, ParticipantTag } };
  }

  /** What runs comes to its end. `digits` are the caller's answer to a menu. */
  finish(ok = true, digits?: string): void {
    const action = this.current;
    if (action === undefined) return;
    this.current = undefined;
    if (!ok) return this.fail(action, faults[action.Type] ?? 'SystemException');
    switch (action.Type) {
      case 'JoinChimeMeeting':
        if (this.meeting !== undefined || this.bridge !== undefined) return this.fail(action, 'InvalidActionParameter');
        this.meeting = { callId: `b${++this.meetings}`, meetingId: action.Parameters.MeetingId };
        return this.tell(action);
      case 'CallAndBridge':
        if (this.meeting !== undefined || this.bridge !== undefined) return this.fail(action, 'InvalidActionParameter');
        this.bridge = { callId: `b${++this.meetings}`, number: action.Parameters.Endpoints[0]?.Uri ?? '' };
        return this.tell(action);
      case 'ModifyChimeMeetingAttendees': {
        const { MeetingId, Operation, AttendeeList } = action.Parameters;
        if (this.meeting?.meetingId !== MeetingId) return this.fail(action, 'InvalidActionParameter');
        for (const seat of AttendeeList) this.mutedSeats[Operation === 'Mute' ? 'add' : 'delete'](seat);
        return this.tell(action);
      }
      case 'SendDigits':
        this.keysSent.push(action.Parameters.Digits);
        return this.quietly(action);
      case 'PlayAudioAndGetDigits':
        return this.tell(action, { ...action, ReceivedDigits: digits ?? '' });
      case 'StartBotConversation':
        return this.tell(action, { ...action, IntentResult: { SessionState: { Intent: { Name: digits ?? 'FallbackIntent' } } } });
      case 'RecordAudio':
        return this.tell(action, this.recorded(action));
      default:
        return this.quietly(action);
    }
  }

  /** Where the next recording comes to lie. */
  nextKey: (prefix: string) => string = (prefix) => `${prefix}/2026/11/21/recording-${this.sequence}.wav`;

  private recorded(action: Extract<Action, { Type: 'RecordAudio' }>): Record<string, unknown> {
    const { BucketName, Prefix = '' } = action.Parameters.RecordingDestination;
    return { ...action, RecordingDestination: { Type: 'S3', BucketName, Key: this.nextKey(Prefix) } };
  }

  /** Is the action of a list that something newer has replaced? Where that makes no difference to the service, it is not. */
  private isOld(action: Action): boolean {
    return this.quirks.overtaken !== 'counts' && this.listOf.get(action.Parameters) !== this.lists;
  }

  /** A chatty action is over: told in any case, and waited for unless its list was replaced. */
  private tell(action: Action, data: Record<string, unknown> = action): void {
    const { Sequence } = this.emit('ACTION_SUCCESSFUL', data);
    if (this.isOld(action)) this.next();
    else this.awaited = Sequence;
  }

  private quietly(action: Action): void {
    if (this.pending.length > 0 || this.isOld(action)) this.next();
    else this.emit('ACTION_SUCCESSFUL', action);
  }

  private fail(action: Action, ErrorType: string): void {
    const old = this.isOld(action);
    if (!old) this.pending = [];
    const bare = this.quirks.bareError && action.Type === 'JoinChimeMeeting';
    this.emit('ACTION_FAILED', { ...action, ...(bare ? { Error: 'ErrorJoiningMeeting: Error while joining meeting.' } : { ErrorType }) });
    if (old) this.next();
  }

  callerHangsUp(): void {
    if (this.caller === 'gone') return;
    this.caller = 'gone';
    const { current } = this;
    this.current = undefined;
    this.pending = [];
    const left = current?.Type === 'RecordAudio' ? this.recorded(current) : undefined;
    if (left !== undefined && (this.quirks.leftBehind ?? 'before') === 'before') this.emit('ACTION_SUCCESSFUL', left);
    else if (current !== undefined && this.quirks.failsBeforeHangup)
      this.emit('ACTION_FAILED', { ...current, ErrorType: 'SystemException' });
    this.emit('HANGUP', this.ended('LEG-A'));
    if (left === undefined || (this.quirks.leftBehind ?? 'before') === 'before') return;
    for (let times = this.quirks.leftBehind === 'twice' ? 2 : 1; times > 0; times--) this.emit('ACTION_SUCCESSFUL', left);
  }

  meetingEnds(): void {
    this.otherEnds(this.meeting);
  }

  bridgeEnds(): void {
    this.otherEnds(this.bridge);
  }

  private otherEnds(other: { callId: string; number?: string } | undefined): void {
    if (other === undefined) return;
    this.meeting = undefined;
    this.bridge = undefined;
    this.emit('HANGUP', this.ended('LEG-B', other.callId), other);
  }
}
