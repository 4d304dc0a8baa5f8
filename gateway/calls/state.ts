/** The state of one call (a *transaction*), and the few operations that everything about it is made of. */
import type { EventType, ParticipantTag, TelephonyEvent } from '../../shared/telephony/sma.ts';
import type { Preparation, Running } from '../actions/contract.ts';
import type { Effect } from './effects.ts';
import type { Telling } from './invocations.ts';

/** The meeting leg's number and name, as the service shows them. */
export const meetingNumber = '+17035550122';
export const meetingCaller = 'SMA';

/** Waiting times of the service, in milliseconds. The last two are a choice of ours. */
export const waits = { repeat: 5000, giveUp: 20_000, attempt: 30_000, outboundAttempt: 60_000 } as const;

export interface CallLeg {
  readonly callId: string;
  readonly tag: ParticipantTag;
  readonly to: string;
  readonly from: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly startedAt: number;
  /** Missing before the leg is answered. */
  status?: 'Connected' | 'Disconnected';
  readonly headers: Readonly<Record<string, string>>;
  /** LEG-B: the meeting that it is. */
  readonly meetingId?: string;
}

export interface PendingAction {
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The leg of the invocation that asked for it: its target when it names none. */
  readonly askedOn: string;
}

/** The one action that runs. */
export interface CurrentAction extends PendingAction {
  readonly leg: CallLeg;
  readonly listNumber: number;
  readonly preparation: Preparation;
  /** Missing while the call is being answered for it. */
  running?: Running;
}

/**
 * What becomes of an answer's actions. `first`: they must not be missing; `continues`: they replace the rest of their own list, none
 * let it go on; `interrupts`: they replace the list and stop an interruptible action; `queues`: they replace the list and wait;
 * `noted`: ignored, attributes kept; `overtaken`: told of a list that has been replaced, so actions are ignored, and attributes, which tell of them,
 * with these; `ignored`: nothing counts; `last`: the call is over.
 */
export type Role = 'first' | 'continues' | 'interrupts' | 'queues' | 'noted' | 'overtaken' | 'ignored' | 'last';

/** An event that was sent and is not answered yet. */
export interface Question {
  readonly sequence: number;
  readonly type: EventType;
  readonly event: TelephonyEvent;
  readonly role: Role;
  /** CallId of the leg that it is about. */
  readonly askedOn: string;
  /** The list whose action it tells of. */
  readonly listNumber: number;
  /** What is told next unless the answer asks for something else. */
  readonly followUp?: Telling;
  attempts: number;
  refusals: number;
}

/** A ReceiveDigits that listens in the background. */
export interface Armed {
  readonly leg: CallLeg;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly pattern: RegExp;
  readonly gapMs: number;
  readonly flushMs: number;
  buffer: string;
}

export interface CallState {
  readonly transactionId: string;
  readonly applicationId: string;
  readonly functionArn: string;
  readonly ruleId?: string;
  readonly account: string;
  readonly region: string;
  readonly invocationLimit: number;
  /** ArgumentsMap of a call that was created by the API. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Makes ids of legs and playbacks. */
  readonly newId: () => string;
  readonly now: () => number;
  /** Whether a number is one of the account's. */
  readonly owns: (number: string) => boolean;

  /** `closing`: no leg is left, the last invocation is not answered yet. */
  phase: 'live' | 'closing' | 'ended';
  readonly legA: CallLeg;
  /** The participants of the next event. */
  legs: CallLeg[];
  /** 200 OK is on its way. */
  answering: boolean;
  sequence: number;
  invocations: number;
  readonly questions: Map<number, Question>;
  attributes?: Record<string, string>;
  pending: PendingAction[];
  /** Counts the lists that were taken on; an answer about an older list has come too late. */
  listNumber: number;
  current?: CurrentAction;
  playing?: string;
  recording?: string;
  /** With a bot. */
  conversation?: string;
  /** A telephone rings, or is picked up, that is not LEG-B yet. */
  calling: boolean;
  readonly armed: Map<ParticipantTag, Armed>;
  /** Outbound: events that wait until NEW_OUTBOUND_CALL is answered. */
  held: EventType[];
  readonly timers: Set<string>;
  readonly outbox: Effect[];
}

export interface CallPlan {
  transactionId: string;
  applicationId: string;
  functionArn: string;
  ruleId?: string;
  account: string;
  region: string;
  invocationLimit: number;
  arguments?: Record<string, string>;
  from: string;
  to: string;
  direction: 'Inbound' | 'Outbound';
  headers: Record<string, string>;
  newId: () => string;
  now: () => number;
  owns: (number: string) => boolean;
}

/** A call before its first event. */
export function newCall(plan: CallPlan): CallState {
  const { from, to, direction, headers, ...rest } = plan;
  const legA: CallLeg = { callId: plan.newId(), tag: 'LEG-A', to, from, direction, headers, startedAt: plan.now() };
  return {
    ...rest,
    legA,
    legs: [legA],
    phase: 'live',
    answering: false,
    sequence: 0,
    invocations: 0,
    questions: new Map(),
    pending: [],
    listNumber: 0,
    calling: false,
    armed: new Map(),
    held: [],
    timers: new Set(),
    outbox: [],
  };
}

/** Wants something done. After the end nothing is. */
export function emit(call: CallState, effect: Effect): void {
  if (call.phase !== 'ended') call.outbox.push(effect);
}

/** Starts a timer, anew if it runs already. */
export function startTimer(call: CallState, name: string, ms: number): void {
  stopTimer(call, name);
  call.timers.add(name);
  emit(call, { kind: 'start-timer', name, ms });
}

export function stopTimer(call: CallState, name: string): void {
  if (call.timers.delete(name)) emit(call, { kind: 'stop-timer', name });
}

/** Stops all timers whose names begin so. */
export function stopTimers(call: CallState, prefix: string): void {
  for (const name of [...call.timers]) if (name.startsWith(prefix)) stopTimer(call, name);
}

/** Stops what plays. No `played` comes for it any more. */
export function stopPlaying(call: CallState): void {
  if (call.playing === undefined) return;
  emit(call, { kind: 'stop', playId: call.playing });
  delete call.playing;
}

/** Forgets what is recorded. No `saved` comes for it any more. */
function stopRecording(call: CallState): void {
  if (call.recording === undefined) return;
  emit(call, { kind: 'discard-recording', recordingId: call.recording });
  delete call.recording;
}

/** Ends the conversation with a bot. Nothing comes of it any more. */
function stopConversation(call: CallState): void {
  if (call.conversation === undefined) return;
  emit(call, { kind: 'end-bot', conversationId: call.conversation });
  delete call.conversation;
}

/** Calls a telephone that is to become LEG-B. A caller who is not answered may wait for it as long as it takes. */
export function startCalling(call: CallState, callee: { to: string; from: string; headers: Readonly<Record<string, string>> }): void {
  call.calling = true;
  if (call.legA.direction === 'Inbound') stopTimer(call, 'attempt');
  emit(call, { kind: 'call', ...callee });
}

/** Nobody waits for the called telephone any more; `gone` when it ended by itself. */
export function stopCalling(call: CallState, gone = false): void {
  if (!call.calling) return;
  call.calling = false;
  if (!gone) emit(call, { kind: 'hang-up', on: 'LEG-B', status: 487 });
  const { status, direction } = call.legA;
  if (status === undefined && direction === 'Inbound' && !call.answering) startTimer(call, 'attempt', waits.attempt);
}

/** Ends the running action without a word about it. */
export function dropCurrent(call: CallState): void {
  stopPlaying(call);
  stopRecording(call);
  stopConversation(call);
  stopCalling(call);
  stopTimers(call, 'action:');
  delete call.current;
}

/** No digits of a leg are listened for any more. */
export function disarm(call: CallState, tag: ParticipantTag): void {
  stopTimers(call, `armed:${tag}:`);
  call.armed.delete(tag);
}

/** The leg of a tag, as long as it is up. */
export function legOf(call: CallState, tag: ParticipantTag): CallLeg | undefined {
  return call.legs.find((leg) => leg.tag === tag && leg.status !== 'Disconnected');
}
