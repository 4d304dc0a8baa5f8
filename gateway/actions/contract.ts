/**
 * What an action is. `prepare` judges the parameters (so that a wrong action does not answer the call); what it returns starts the
 * action, which then lives by the handlers that it gives back until one of them returns an outcome.
 */
import type { Digit } from '../media/contract.ts';
import type { Armed, CallLeg, CallState } from '../calls/state.ts';
import type { BotAnswer, PlayEnd, RecordingPlan, Saved, Sound, UtteranceLimits } from '../calls/effects.ts';
import type { BotSession } from '../contract.ts';

export type Parameters = Readonly<Record<string, unknown>>;

export interface ActionRequest {
  parameters: Parameters;
  leg: CallLeg;
  call: Readonly<CallState>;
}

/** ACTION_FAILED as the function will read it. */
export interface Failure {
  kind: 'failed';
  errorType: string;
  message: string;
  /** Further fields of ActionData. */
  data?: Record<string, unknown>;
}

export type Outcome =
  | Failure
  | {
      kind: 'succeeded';
      /** Further fields of ActionData. */
      data?: Record<string, unknown>;
      /** What LEG-B is from now on: a meeting, or the telephone that was called. */
      legB?: { to: string; from: string; meetingId?: string };
    }
  /** The leg ends; `code` for the HANGUP event. */
  | { kind: 'hangs-up'; code: number };

/** What a running action may want. Its timers and its playback end with it. */
export interface Stage {
  play(sound: Sound, options?: { repeat?: number; terminators?: readonly Digit[] }): void;
  stopPlaying(): void;
  startTimer(name: string, ms: number): void;
  stopTimer(name: string): void;
  /** Wants the caller answered while the action runs on; `answered` tells when it is done. */
  answer(): void;
  /** Calls a telephone; it is hung up with the action unless it becomes LEG-B. */
  call(callee: { to: string; from: string; headers: Readonly<Record<string, string>> }): void;
  /** A tone per key, each of `toneMs`; a comma is half a second without. */
  sendDigits(digits: string, toneMs: number): void;
  /** Records what the leg says; what is not saved when the action ends is forgotten. */
  record(plan: RecordingPlan): void;
  saveRecording(): void;
  /** Begins a conversation with a bot; `bot` tells when it is ready. It ends with the action. */
  beginBot(session: Omit<BotSession, 'sessionId'>): void;
  /** Listens for one utterance: `spoke` tells when it begins, `said` when it is over. */
  listen(limits: UtteranceLimits): void;
  /** Gives the bot what was said, or something else. */
  askBot(input: 'utterance' | 'nothing' | { text: string }): void;
  join(meetingId: string, joinToken: string): void;
  mute(meetingId: string, attendeeIds: readonly string[], muted: boolean): void;
  arm(armed: Omit<Armed, 'buffer'>): void;
}

/** A running action's ears. Each returns an outcome when the action is over by it. */
export interface Running {
  played?(end: PlayEnd): Outcome | undefined;
  digit?(digit: Digit): Outcome | undefined;
  timer?(name: string): Outcome | undefined;
  answered?(): Outcome | undefined;
  calleeAnswered?(): Outcome | undefined;
  /** The called telephone refused, or could not be reached; a SIP status. */
  calleeEnded?(code: number): Outcome | undefined;
  silent?(): Outcome | undefined;
  saved?(saved: Saved): Outcome | undefined;
  bot?(answer: BotAnswer): Outcome | undefined;
  spoke?(): Outcome | undefined;
  said?(): Outcome | undefined;
  joined?(joined: boolean): Outcome | undefined;
  muted?(unknown: readonly string[]): Outcome | undefined;
}

export type Preparation = (stage: Stage) => Outcome | Running;

export interface ActionDefinition {
  readonly type: string;
  /** An update stops it at once; anything else has to wait for its end. */
  readonly interruptible: boolean;
  /** Its success is told even when more actions follow. */
  readonly chatty: boolean;
  /** An inbound call is answered for it; `when-bridged`: the action itself asks for that, later. */
  readonly answersCall: boolean | 'when-bridged';
  prepare(request: ActionRequest): Failure | Preparation;
}
