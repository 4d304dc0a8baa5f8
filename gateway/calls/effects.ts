/**
 * What a call hears and what it wants done. A call is `(state, input) → effects`: nothing in it waits, reads a clock or touches a
 * socket, so that a test can play any order of events against it.
 */
import type { IntentResult, ParticipantTag, TelephonyEvent } from '../../shared/telephony/sma.ts';
import type { BotRefusal, BotSession, Invocation } from '../contract.ts';
import type { Digit } from '../media/contract.ts';

/** Something to be heard: an audio object, text to be spoken, or the tone of a telephone that rings. */
export type Sound =
  { kind: 'object'; bucket: string; key: string } | { kind: 'speech'; text: string; voiceId: string; ssml: boolean } | { kind: 'ringback' };

/** How a playback ended. `unreadable`: no way to the audio object; `unspoken`: no speech for the text; `invalid`: no usable WAV. */
export type PlayEnd = 'finished' | 'terminated' | 'unreadable' | 'invalid' | 'unspoken';

/** What became of a recording: in its bucket, refused there, or this gateway has no way to buckets. */
export type Saved = 'stored' | 'refused' | 'impossible';

/** A recording to be made of what a leg says. `silence` asks to be told when nothing louder than `amplitude` (RMS of 16 bit) came for `ms`. */
export interface RecordingPlan {
  bucket: string;
  key: string;
  silence?: { ms: number; amplitude: number };
}

/** How long a bot waits for the end of an utterance, and what it takes at most. */
export interface UtteranceLimits {
  endMs: number;
  mostMs: number;
}

/** What a bot said: that it is ready, what it understood, or why there is no conversation. */
export type BotAnswer = { kind: 'ready'; voiceId: string } | { kind: 'understood'; result: IntentResult } | BotRefusal;

export type Input =
  | { kind: 'start' }
  /** The far end of an outbound leg rings. */
  | { kind: 'ringing' }
  /** LEG-A is up: the ACK came, or the far end answered. */
  | { kind: 'answered' }
  /** LEG-A ended by the far end or a failure. `code` as HANGUP tells it: 0, or the SIP status. `saved`: what it was saying is stored. */
  | { kind: 'leg-ended'; code: number; saved?: Saved }
  /** The telephone that was called as LEG-B was picked up, or ended like a leg, before that or after. */
  | { kind: 'callee-answered' }
  | { kind: 'callee-ended'; code: number; saved?: Saved }
  | { kind: 'digit'; on: ParticipantTag; digit: Digit }
  /** Nothing was said for as long as the recording asked for. */
  | { kind: 'silent'; recordingId: string }
  | { kind: 'saved'; recordingId: string; saved: Saved }
  | { kind: 'played'; playId: string; end: PlayEnd }
  | { kind: 'bot'; conversationId: string; answer: BotAnswer }
  /** Somebody has begun to speak, and has ended. */
  | { kind: 'spoke' | 'said'; conversationId: string }
  /** Answer to a `join`; without an attendee the token was not valid. */
  | { kind: 'joined'; attendeeId?: string }
  /** The meeting ended or the attendee was removed. */
  | { kind: 'meeting-left' }
  /** Answer to a `mute`: ids that are no telephone attendees of the meeting. */
  | { kind: 'muted'; unknown: readonly string[] }
  | { kind: 'invoked'; sequence: number; outcome: Invocation }
  | { kind: 'update'; arguments: Record<string, string> }
  | { kind: 'timer'; name: string };

export type Effect =
  | { kind: 'invoke'; sequence: number; event: TelephonyEvent }
  /** Outbound: place the call of LEG-A. */
  | { kind: 'dial' }
  /** Inbound: 200 OK. */
  | { kind: 'answer' }
  /** A telephone is called that is to become LEG-B. */
  | { kind: 'call'; to: string; from: string; headers: Readonly<Record<string, string>> }
  /** Both telephones hear each other. */
  | { kind: 'bridge' }
  /** A telephone ends: BYE, CANCEL, or a final answer of `status` when it was not answered yet. */
  | { kind: 'hang-up'; on: ParticipantTag; status: number }
  | { kind: 'play'; on: ParticipantTag; playId: string; sound: Sound; repeat: number; terminators: readonly Digit[] }
  | { kind: 'stop'; playId: string }
  | { kind: 'send-digits'; on: ParticipantTag; digits: string; toneMs: number }
  | { kind: 'record'; on: ParticipantTag; recordingId: string; plan: RecordingPlan }
  /** Ends a recording and stores it, or forgets it. */
  | { kind: 'save-recording'; recordingId: string }
  | { kind: 'discard-recording'; recordingId: string }
  /** A conversation with a bot: begun, listening for one utterance, given that or something else, over. */
  | { kind: 'begin-bot'; on: ParticipantTag; conversationId: string; session: BotSession }
  | { kind: 'listen'; conversationId: string; limits: UtteranceLimits }
  | { kind: 'ask-bot'; conversationId: string; input: 'utterance' | 'nothing' | { text: string } }
  | { kind: 'end-bot'; conversationId: string }
  | { kind: 'join'; meetingId: string; joinToken: string }
  /** LEG-B ends: the line leaves its meeting. */
  | { kind: 'leave' }
  | { kind: 'mute'; meetingId: string; attendeeIds: readonly string[]; muted: boolean }
  | { kind: 'start-timer'; name: string; ms: number }
  | { kind: 'stop-timer'; name: string }
  | { kind: 'log'; line: string; details?: Record<string, unknown> }
  /** No leg is left: line and quota are free. The last invocation may still run. */
  | { kind: 'release' }
  /** Nothing more will ever come of this call. */
  | { kind: 'end' };
