import type { Digit, LineStats, Media, MediaEvent, MediaSettings } from './contract.ts';
import type { Lateness } from './clock.ts';
import type { EarLimits } from './ear.ts';
import type { PlaybackOrder } from './playback.ts';
import type { SilenceLimit } from './tape.ts';

/** What the main thread and the media worker say to each other. Both are this program: nothing needs parsing. */
export type Command =
  | { name: 'nameLine'; spareId: string; lineId: string }
  | { name: 'connectLine'; lineId: string; remote: Parameters<Media['connectLine']>[1] }
  | { name: 'play'; lineId: string; order: PlaybackOrder; wav: SharedArrayBuffer }
  | { name: 'sendDigits'; lineId: string; digits: string; toneMs: number }
  | { name: 'record'; lineId: string; recordingId: string; silence: SilenceLimit | undefined }
  | { name: 'openEar'; lineId: string; earId: string; limits: EarLimits }
  | { name: 'closeEar'; lineId: string; earId: string }
  | { name: 'pressDigit'; lineId: string; digit: Digit }
  | { name: 'openRoom'; roomId: string }
  | { name: 'closeRoom'; roomId: string }
  | { name: 'seatLine'; roomId: string; seatId: string; lineId: string }
  | { name: 'leaveSeat'; roomId: string; seatId: string }
  | { name: 'allowSeat'; roomId: string; seatId: string; change: { muted?: boolean; deaf?: boolean } };

/** Questions: each has one answer. */
export interface Questions {
  openSpare: { ask: { spareId: string }; answer: { host: string; port: number } };
  openLine: { ask: { lineId: string }; answer: { host: string; port: number } };
  closeLine: { ask: { lineId: string }; answer: LineStats };
  openBrowserLine: { ask: { lineId: string; offer: string }; answer: { answer: string } };
  endRecording: { ask: { lineId: string; recordingId: string }; answer: Uint8Array };
  openPeer: { ask: { peerId: string; roomId: string; seatId: string; offer: string }; answer: { answer: string } };
  closePeer: { ask: { peerId: string }; answer: undefined };
  clock: { ask: object; answer: Lateness & { lines: number; rooms: number; peers: number } };
  close: { ask: object; answer: undefined };
}
export type QuestionName = keyof Questions;
export type Question = { [Name in QuestionName]: { name: Name; number: number } & Questions[Name]['ask'] }[QuestionName];

export type ToWorker = Command | Question;
export type FromWorker =
  | { kind: 'event'; event: MediaEvent }
  | { kind: 'answer'; number: number; answer: unknown }
  | { kind: 'refused'; number: number; why: string };

export interface WorkerStart {
  settings: MediaSettings;
}
