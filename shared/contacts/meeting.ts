/**
 * How to get into a contact's meeting: addresses and tokens, up to a kilobyte. It lies beside the contact, written once, since each write of the contact
 * while people talk would cost twice as much with it. It is written before the contact names the meeting, and leaves by itself.
 */
import { z } from 'zod';
import { type Database, glancing, type Item } from '../database/database.ts';
import type { AgentId, ContactId } from '../ids.ts';
import type { World } from '../world.ts';
import { type Contact, contactKeys, type Seats } from './contact.ts';

/** The Chime meeting in which caller and agent talk, made when the offer is made. */
export const MeetingSeats = z.object({
  meetingId: z.string(),
  /** The `Meeting` of CreateMeeting, as the SDK of the client needs it. */
  meeting: z.looseObject({ MeetingId: z.string() }),
  caller: z.strictObject({ attendeeId: z.string(), joinToken: z.string() }),
  agent: z.strictObject({ attendeeId: z.string(), joinToken: z.string(), externalUserId: z.string() }),
});
export type MeetingSeats = z.infer<typeof MeetingSeats>;

/** As it is kept: the id stands in `meeting`, and the whole fits into one unit of writing. */
const Kept = MeetingSeats.omit({ meetingId: true }).transform((kept): MeetingSeats => ({ meetingId: kept.meeting.MeetingId, ...kept }));

/** No meeting lasts longer than a day (Amazon Chime SDK, quotas), and none is entered two days after it was made. */
const keptSeconds = 2 * 24 * 3600;

/** Pure: what the contact says of it. */
export const named = ({ meetingId, caller, agent }: MeetingSeats, n: number): Seats => ({
  meetingId,
  n,
  caller: { attendeeId: caller.attendeeId },
  agent: { attendeeId: agent.attendeeId },
});

export const parseMeeting = (item: Item): MeetingSeats => Kept.parse(item);

/** The meeting that was made for an offer, as far as anybody has written it down. */
export async function readMeeting(db: Database, contactId: ContactId, n: number): Promise<MeetingSeats | undefined> {
  const item = await db.get('contacts', contactKeys.meeting(contactId, n));
  return item === undefined ? undefined : parseMeeting(item);
}

/**
 * Makes the meeting of an offer and writes down how to get in; the same offer, the same meeting. Who comes late gets what was written before: one
 * that was made anew meanwhile, since the first had ended, is nobody's.
 */
export async function makeMeeting(world: World, contactId: ContactId, n: number, agentId: AgentId): Promise<MeetingSeats> {
  const made = await world.meetings.prepare(contactId, n, agentId);
  const expiresAt = Math.ceil(world.now() / 1000) + keptSeconds;
  const { meetingId: _named, ...kept } = made;
  const put = { ...contactKeys.meeting(contactId, n), schemaVersion: 1, ...kept, expiresAt };
  const { outcome } = await world.db.write([{ table: 'contacts', put, if: 'attribute_not_exists(pk)' }]);
  const first = outcome === 'written' ? made : ((await readMeeting(world.db, contactId, n)) ?? made);
  if (first.meetingId !== made.meetingId) await world.meetings.end(made.meetingId);
  return first;
}

/** How to get into the meeting that a contact is in. */
export async function meetingOf(db: Database, { contactId, seats }: Contact): Promise<MeetingSeats | undefined> {
  if (seats === undefined) return undefined;
  // As it was written before it lay beside.
  if (seats.n === undefined) return MeetingSeats.safeParse(seats).data;
  // Written once, before the contact named it.
  return (await readMeeting(glancing(db), contactId, seats.n)) ?? readMeeting(db, contactId, seats.n);
}
