import type { Media } from '../media/contract.ts';
import { type Attendee, type Capabilities, newAttendee } from './attendee.ts';
import { Meeting, type MeetingRecord } from './meeting.ts';

/** A meeting ends this long after its creation, and this long after the last audio connection (or without a first one). */
const longestMeetingMs = 24 * 3600_000;
const longestEmptyMs = 5 * 60_000;

/** All meetings that exist, by id, and by the request that made them. */
export class Registry {
  readonly #media: Media;
  readonly #now: () => number;
  readonly #quota: number;
  readonly #meetings = new Map<string, Meeting>();
  readonly #byRequest = new Map<string, string>();

  constructor(settings: { media: Media; now: () => number; quota: number }) {
    this.#media = settings.media;
    this.#now = settings.now;
    this.#quota = settings.quota;
  }

  /** The meeting of this request token if it was made before; undefined when the quota is reached. */
  create(requestToken: string, record: MeetingRecord): Meeting | undefined {
    const earlier = this.#meetings.get(this.#byRequest.get(requestToken) ?? '');
    if (earlier) return earlier;
    if (this.#meetings.size >= this.#quota) return undefined;
    const meeting = new Meeting(record, this.#media, this.#now);
    this.#meetings.set(meeting.meetingId, meeting);
    this.#byRequest.set(requestToken, meeting.meetingId);
    return meeting;
  }

  /** The attendee of this external id if there is one already; undefined when the meeting is full. */
  invite(meeting: Meeting, externalUserId: string, capabilities: Capabilities | undefined): Attendee | undefined {
    const earlier = meeting.byExternalUserId(externalUserId);
    if (earlier) return earlier;
    if (meeting.attendees.size >= meeting.record.mostAttendees) return undefined;
    const attendee = newAttendee(externalUserId, capabilities);
    meeting.attendees.set(attendee.attendeeId, attendee);
    return attendee;
  }

  get(meetingId: string): Meeting | undefined {
    return this.#meetings.get(meetingId);
  }

  all(): Meeting[] {
    return [...this.#meetings.values()];
  }

  end(meeting: Meeting): void {
    this.#meetings.delete(meeting.meetingId);
    for (const [token, meetingId] of this.#byRequest) if (meetingId === meeting.meetingId) this.#byRequest.delete(token);
    meeting.end();
  }

  /** Ends the meetings whose time has come. */
  sweep(): void {
    for (const meeting of this.#meetings.values()) {
      if (this.#now() - meeting.createdAtMs >= longestMeetingMs || meeting.emptyForMs > longestEmptyMs) this.end(meeting);
    }
  }
}
