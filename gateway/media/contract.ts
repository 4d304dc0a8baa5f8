/**
 * What the media worker offers the main thread. All RTP sockets, playback, mixing and the browsers' peers live in that worker
 * beside one clock with absolute deadlines; this is the only way to it. Everything is named by ids that the caller chooses.
 *
 * Audio is 8 kHz mono, 16 bit, in frames of 20 ms. A *line* is the audio of one telephone leg; a *room* is the mix of one meeting;
 * a line is either on its own (it hears what is played to it) or in one room.
 */
export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#' | 'A' | 'B' | 'C' | 'D';

export interface MediaSettings {
  /** Where RTP sockets are bound, and the address that SDP announces. */
  host: string;
  publicHost?: string;
  /** Even ports from `portFrom` on; 0 lets the system choose. */
  portFrom: number;
  portTo: number;
}

export type MediaEvent =
  /** A key was pressed: once per press, at its start. */
  | { type: 'digit'; lineId: string; digit: Digit }
  /** A playback ended by itself, or by one of its terminators. */
  | { type: 'played'; lineId: string; playId: string; end: 'finished' | 'terminated' | 'failed'; digit?: Digit; why?: string }
  /** A line that is recorded was silent for as long as the recording asked for. Told once. */
  | { type: 'silent'; lineId: string; recordingId: string }
  /** Somebody has begun to speak on a line that is listened to, and what they said (8 kHz) when they have ended. Each is told once. */
  | { type: 'spoke'; lineId: string; earId: string }
  | { type: 'said'; lineId: string; earId: string; samples: Int16Array }
  /** A browser's peer is up, or is gone for good (no packets, DTLS or ICE failed). */
  | { type: 'peer-up'; peerId: string }
  | { type: 'peer-lost'; peerId: string; why: string }
  /** Every 200 ms per room with somebody in it: level of each seat in dBov (0 is full scale, -127 silence). */
  | { type: 'levels'; roomId: string; seats: { seatId: string; dbov: number }[] }
  /** RTP arrives (again) on a line, or has stopped for 30 s. */
  | { type: 'rtp'; lineId: string; flowing: boolean }
  /** The worker is gone, and with it all audio; everything asked of it rejects from now on. Told once. */
  | { type: 'down'; why: string };

export interface LineStats {
  packetsIn: number;
  packetsOut: number;
  lost: number;
  late: number;
  concealed: number;
  jitterMs: number;
}

export interface Media {
  onEvent: (event: MediaEvent) => void;
  /** One more listener beside `onEvent`; the function returned takes it away. */
  listen(listener: (event: MediaEvent) => void): () => void;

  /** Opens a line's RTP socket. */
  openLine(lineId: string): Promise<{ host: string; port: number }>;
  /** Where to send and what to expect, from the SDP exchange; again after each re-INVITE. */
  connectLine(
    lineId: string,
    remote: {
      host: string;
      port: number;
      codec: 'PCMU' | 'PCMA';
      /** Payload type of telephone-event (RFC 4733) as the far side sends and expects it. */
      digitsPayloadType?: number;
      /** As seen from us. */
      direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
    },
  ): void;
  closeLine(lineId: string): Promise<LineStats>;
  /** A line whose other end is a browser (the browser phone): PCMU over WebRTC instead of plain RTP. `rtp` events tell when it flows. */
  openBrowserLine(lineId: string, offer: string): Promise<{ answer: string }>;
  /** A key of a browser phone's keypad, which has no RTP event of its own: handled and reported like one that came by RTP. */
  pressDigit(lineId: string, digit: Digit): void;

  /**
   * Plays WAV bytes (PCM 16 bit, any rate from 8 to 48 kHz, mono or stereo; resampled by the worker) to one line. In a room, only
   * that line hears it, mixed over the room. One playback per line: a new one replaces the present one without a `played` event.
   */
  play(lineId: string, playback: { playId: string; wav: Uint8Array; repeat: number; terminators: readonly Digit[] }): void;
  /** Stops without a `played` event. Returns when no further sample of it is sent. */
  stop(lineId: string, playId: string): void;
  /** Presses keys: named events where the far side takes them, else tones. A comma is half a second of pause. */
  sendDigits(lineId: string, digits: string, toneMs: number): void;

  /**
   * Records what a line says, one recording per line: a new one takes the place of the present one. `silence` asks for a `silent` event
   * after `ms` without a frame whose RMS is above `amplitude` (of 16 bit).
   */
  record(lineId: string, recordingId: string, silence?: { ms: number; amplitude: number }): void;
  /** Ends a recording and hands it out: WAV, 8 kHz mono. Rejects when line or recording are not there (any more). */
  endRecording(lineId: string, recordingId: string): Promise<Uint8Array>;

  /**
   * Listens on a line for one utterance: an ear per line, a new one takes the place of the present one. The utterance is over after
   * `endMs` of silence, or when it is `mostMs` long. Tones are no speech.
   */
  openEar(lineId: string, earId: string, limits: { endMs: number; mostMs: number }): void;
  closeEar(lineId: string, earId: string): void;

  openRoom(roomId: string): void;
  closeRoom(roomId: string): void;
  /** Puts a line into a room under a seat. It hears the room's mix without itself. */
  seatLine(roomId: string, seatId: string, lineId: string): void;
  /** Takes line or peer off its seat; a line is on its own again. */
  leaveSeat(roomId: string, seatId: string): void;
  /** A muted seat isn't heard by the others; a deaf one hears none of them. Both may be said before somebody sits there. */
  muteSeat(roomId: string, seatId: string, muted: boolean): void;
  deafenSeat(roomId: string, seatId: string, deaf: boolean): void;

  /** Answers a browser's offer, PCMU only, complete without trickling. The peer takes the seat when it is up. */
  openPeer(peer: { peerId: string; roomId: string; seatId: string; offer: string }): Promise<{ answer: string }>;
  closePeer(peerId: string): Promise<void>;

  /** For benches and the status page: spacing error of the clock since the last call. */
  clock(): Promise<{ ticks: number; lateP50Ms: number; lateP99Ms: number; lateMaxMs: number; lines: number; rooms: number; peers: number }>;
  close(): Promise<void>;
}
