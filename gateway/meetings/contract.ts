/** Meetings as the rest of the gateway sees them: the Meetings API, the signalling socket, and a door for telephone legs. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiAnswer, ApiRequest } from '../contract.ts';

export interface Meetings {
  handle(request: ApiRequest): Promise<ApiAnswer>;
  /** Takes the upgrade of `/control/<meetingId>`; false when the path is not one of ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /**
   * Seats a telephone line by its join token. `gone` is called once when the meeting ends or the attendee is deleted or joins elsewhere:
   * the leg is off its seat by then. Undefined when token or meeting is not valid (any more).
   */
  joinLine(join: {
    meetingId: string;
    joinToken: string;
    lineId: string;
    gone(why: string): void;
  }): { attendeeId: string; leave(): void } | undefined;
  /** Server-side mute of telephone attendees; the ids that are no telephone attendees of this meeting come back. */
  muteLines(meetingId: string, attendeeIds: readonly string[], muted: boolean): string[];
  list(): { meetingId: string; attendees: number; present: number }[];
  close(): Promise<void>;
}
