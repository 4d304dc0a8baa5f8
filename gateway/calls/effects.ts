/**
 * What a call hears and what it wants done. A call is `(state, input) → effects`: nothing in it waits, reads a clock or touches a
 * socket, so that a test can play any order of events against it.
 */
import type { TelephonyEvent } from '../../shared/telephony/sma.ts';
import type { Invocation } from '../contract.ts';
import type { Digit } from '../media/contract.ts';

/** Something to be heard: an audio object, or text to be spoken. */
export type Sound = { kind: 'object'; bucket: string; key: string } | { kind: 'speech'; text: string; voiceId: string; ssml: boolean };

/** How a playback ended. `unreadable`: no way to the audio object; `unspoken`: no speech for the text; `invalid`: no usable WAV. */
export type PlayEnd = 'finished' | 'terminated' | 'unreadable' | 'invalid' | 'unspoken';

export type Input =
  | { kind: 'start' }
  /** The far end of an outbound leg rings. */
  | { kind: 'ringing' }
  /** LEG-A is up: the ACK came, or the far end answered. */
  | { kind: 'answered' }
  /** LEG-A ended by the far end or a failure. `code` as HANGUP tells it: 0, or the SIP status. */
  | { kind: 'leg-ended'; code: number }
  | { kind: 'digit'; digit: Digit }
  | { kind: 'played'; playId: string; end: PlayEnd }
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
  /** LEG-A ends: BYE, CANCEL, or a final answer of `status` when it was not answered yet. */
  | { kind: 'hang-up'; status: number }
  | { kind: 'play'; playId: string; sound: Sound; repeat: number; terminators: readonly Digit[] }
  | { kind: 'stop'; playId: string }
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
