import { randomBytes, randomUUID } from 'node:crypto';
import type { SignalFrameToSend } from './frames.ts';

export const mediaCapabilities = ['SendReceive', 'Send', 'Receive', 'None'] as const;
export type MediaCapability = (typeof mediaCapabilities)[number];
export interface Capabilities {
  Audio: MediaCapability;
  Video: MediaCapability;
  Content: MediaCapability;
}
export const allCapabilities: Capabilities = { Audio: 'SendReceive', Video: 'SendReceive', Content: 'SendReceive' };

/** Why an attendee's connection ends from our side. */
export type Farewell = 'joined elsewhere' | 'attendee deleted' | 'meeting ended';

/** How an attendee is connected: a browser's signalling socket, or a telephone line. */
export interface Connection {
  readonly kind: 'browser' | 'line';
  /** Browsers only: frames for one that has joined. */
  send?(frame: SignalFrameToSend): void;
  /** Ends it; called once, when it is off the seat. */
  end(why: Farewell): void;
}

/** Somebody who may take part in a meeting, and how they do at present. */
export interface Attendee {
  readonly attendeeId: string;
  readonly externalUserId: string;
  readonly joinToken: string;
  capabilities: Capabilities;
  muted: boolean;
  /** Number in the roster; 0 while absent. */
  audioStreamId: number;
  connection: Connection | undefined;
}

export const newAttendee = (externalUserId: string, capabilities: Capabilities = allCapabilities): Attendee => ({
  attendeeId: randomUUID(),
  externalUserId,
  // It travels as a WebSocket subprotocol, so it must be a token of HTTP: no `=`, no `/`.
  joinToken: randomBytes(48).toString('base64url'),
  capabilities,
  muted: false,
  audioStreamId: 0,
  connection: undefined,
});

export const mayBeHeard = (attendee: Attendee): boolean =>
  attendee.capabilities.Audio === 'SendReceive' || attendee.capabilities.Audio === 'Send';
export const mayHear = (attendee: Attendee): boolean =>
  attendee.capabilities.Audio === 'SendReceive' || attendee.capabilities.Audio === 'Receive';

/** As the Meetings API shows an attendee. */
export const describeAttendee = (attendee: Attendee) => ({
  ExternalUserId: attendee.externalUserId,
  AttendeeId: attendee.attendeeId,
  JoinToken: attendee.joinToken,
  Capabilities: attendee.capabilities,
});
