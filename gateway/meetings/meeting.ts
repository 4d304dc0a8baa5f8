import { randomUUID } from 'node:crypto';
import type { Media } from '../media/contract.ts';
import { type Attendee, type Connection, type Farewell, mayBeHeard, mayHear } from './attendee.ts';
import { FrameType, type SignalFrameToSend } from './frames.ts';

/** What the API said of a meeting when it was created. */
export interface MeetingRecord {
  externalMeetingId: string;
  mediaRegion: string;
  meetingHostId?: string | undefined;
  features?: Record<string, unknown> | undefined;
  tenantIds?: string[] | undefined;
  mostAttendees: number;
}

const rosterEntry = ({ audioStreamId, attendeeId, externalUserId, muted }: Attendee) => ({
  audioStreamId,
  attendeeId,
  externalUserId,
  muted,
});

/** One meeting: who may come, who is here, and what they are told of each other. Its audio is a room of the media worker. */
export class Meeting {
  readonly meetingId = randomUUID();
  readonly record: MeetingRecord;
  readonly createdAtMs: number;
  readonly attendees = new Map<string, Attendee>();
  readonly #media: Media;
  readonly #now: () => number;
  #nextStreamId = 1;
  /** Since when nobody has an audio connection; undefined while somebody has. */
  #emptySinceMs: number | undefined;

  constructor(record: MeetingRecord, media: Media, now: () => number) {
    this.record = record;
    this.#media = media;
    this.#now = now;
    this.createdAtMs = now();
    this.#emptySinceMs = this.createdAtMs;
    media.openRoom(this.meetingId);
  }

  get emptyForMs(): number {
    return this.#emptySinceMs === undefined ? 0 : this.#now() - this.#emptySinceMs;
  }

  byToken(joinToken: string): Attendee | undefined {
    return [...this.attendees.values()].find((attendee) => attendee.joinToken === joinToken);
  }

  byExternalUserId(externalUserId: string): Attendee | undefined {
    return [...this.attendees.values()].find((attendee) => attendee.externalUserId === externalUserId);
  }

  here(): Attendee[] {
    return [...this.attendees.values()].filter((attendee) => attendee.audioStreamId > 0);
  }

  /** A new connection of an attendee takes the place of an earlier one. */
  connect(attendee: Attendee, connection: Connection): void {
    const earlier = attendee.connection;
    attendee.connection = connection;
    if (!earlier) return;
    // A line sits where the newcomer will sit; a browser's peer is taken off by its session.
    if (earlier.kind === 'line') this.#media.leaveSeat(this.meetingId, attendee.attendeeId);
    earlier.end('joined elsewhere');
  }

  /** The attendee has audio now. Who is back within the time a seat is kept was never away for the others. */
  present(attendee: Attendee): void {
    const isNew = attendee.audioStreamId === 0;
    if (isNew) attendee.audioStreamId = this.#nextStreamId++;
    this.#emptySinceMs = undefined;
    this.applySeat(attendee);
    attendee.connection?.send?.(streams(this.here().map(rosterEntry)));
    if (isNew) this.#tellPresent(streams([rosterEntry(attendee)]), attendee);
  }

  /** The attendee has gone: by themselves, or `dropped`. */
  absent(attendee: Attendee, dropped: boolean): void {
    attendee.connection = undefined;
    const { audioStreamId } = attendee;
    if (audioStreamId === 0) return;
    attendee.audioStreamId = 0;
    this.#media.leaveSeat(this.meetingId, attendee.attendeeId);
    if (this.here().length === 0) this.#emptySinceMs = this.#now();
    this.#tellPresent(streams([{ audioStreamId, dropped }]), attendee);
  }

  setMuted(attendee: Attendee, muted: boolean): void {
    attendee.muted = muted;
    this.applySeat(attendee);
    // Without an attendee id: with one, the client would announce the attendee's presence once more.
    if (attendee.audioStreamId > 0) this.#tellPresent(streams([{ audioStreamId: attendee.audioStreamId, muted }]));
  }

  /** Makes the room follow what the attendee may do and has chosen. */
  applySeat(attendee: Attendee): void {
    this.#media.muteSeat(this.meetingId, attendee.attendeeId, attendee.muted || !mayBeHeard(attendee));
    this.#media.deafenSeat(this.meetingId, attendee.attendeeId, !mayHear(attendee));
  }

  /** Levels in dBov; the client counts attenuation in dB, and signal strength from 0 to 2. */
  tellLevels(seats: readonly { seatId: string; dbov: number }[]): void {
    const attendeeStates = seats.flatMap(({ seatId, dbov }) => {
      const audioStreamId = this.attendees.get(seatId)?.audioStreamId ?? 0;
      return audioStreamId > 0 ? [{ audioStreamId, volume: -dbov, signalStrength: 2 }] : [];
    });
    if (attendeeStates.length > 0) this.#tellPresent({ type: FrameType.AUDIO_METADATA, audioMetadata: { attendeeStates } });
  }

  /** Sends a frame to each connected browser but one, whether its audio is up yet or not. */
  relay(frame: SignalFrameToSend, except: Attendee): void {
    for (const attendee of this.attendees.values()) if (attendee !== except) attendee.connection?.send?.(frame);
  }

  remove(attendee: Attendee, why: Farewell): void {
    const { connection } = attendee;
    this.absent(attendee, false);
    this.attendees.delete(attendee.attendeeId);
    connection?.end(why);
  }

  end(): void {
    this.#media.closeRoom(this.meetingId);
    for (const attendee of this.attendees.values()) {
      const { connection } = attendee;
      attendee.connection = undefined;
      attendee.audioStreamId = 0;
      connection?.end('meeting ended');
    }
    this.attendees.clear();
  }

  /** Roster changes go to those only who have the roster: a newcomer gets it whole when its audio is up. */
  #tellPresent(frame: SignalFrameToSend, except?: Attendee): void {
    for (const attendee of this.here()) if (attendee !== except) attendee.connection?.send?.(frame);
  }
}

const streams = (
  entries: { audioStreamId: number; attendeeId?: string; externalUserId?: string; muted?: boolean; dropped?: boolean }[],
) => ({
  type: FrameType.AUDIO_STREAM_ID_INFO,
  audioStreamIdInfo: { streams: entries },
});
