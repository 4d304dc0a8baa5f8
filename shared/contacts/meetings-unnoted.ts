/**
 * A meeting is made before its contact can name it. Whoever dies in between leaves one that nobody knows; but the same contact and offer number
 * give the same meeting again, so it is found by these, and ended.
 */
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import type { Contact } from './contact.ts';
import { makeMeeting, type MeetingSeats, readMeeting } from './meeting.ts';
import { readContact } from './read-contact.ts';

/** The contact names its meeting by then, if whoever made it lives: no function runs for so long. */
const notedWithinMs = 30_000;

interface Made {
  contactId: ContactId;
  n: number;
  agentId: AgentId;
}

/** Makes the meeting of an offer that is not written yet; should it never be, the meeting is ended. */
export async function prepareFirst(world: World, made: Made): Promise<MeetingSeats> {
  await world.setDeadline({ kind: 'meeting-unnoted', ...made }, instant(world.now() + notedWithinMs));
  return makeMeeting(world, made.contactId, made.n, made.agentId);
}

async function endUnnoted(world: World, { contactId, n, agentId }: Made): Promise<void> {
  const { meetingId } = (await readMeeting(world.db, contactId, n)) ?? (await world.meetings.prepare(contactId, n, agentId));
  const present = await readContact(world.db, contactId);
  if (present?.seats?.meetingId !== meetingId || present.state === 'ended') await world.meetings.end(meetingId);
}

/** May whoever takes this offer still enter the meeting that was made for it? */
const isAsked = ({ state, n }: Contact, made: Made): boolean => n === made.n && (state === 'offered' || state === 'accepted');

/** The deadline: who made it has named it by now, or has died. What somebody is in, or may enter, is ended with its contact. */
export async function meetingUnnoted(world: World, made: Made): Promise<void> {
  const contact = await readContact(world.db, made.contactId);
  if (contact === undefined || !isAsked(contact, made)) await endUnnoted(world, made);
}

/** An offer is over that nobody has taken. Whoever makes its meeting may be at it still: then it is ended when they have. */
export async function offerWithoutMeeting(world: World, before: Contact, after: Contact): Promise<void> {
  const { contactId, state, n, agentId, seats } = before;
  if ((state !== 'offered' && state !== 'accepted') || seats !== undefined || n === undefined || agentId === undefined) return;
  if (after.n === n && after.state !== 'ended') return;
  const made = { contactId, n, agentId };
  if ((await readMeeting(world.db, contactId, n)) !== undefined) await endUnnoted(world, made);
  else await world.setDeadline({ kind: 'meeting-unnoted', ...made }, instant(world.now() + notedWithinMs));
}
