/**
 * A meeting is made before its contact can name it. Whoever dies in between leaves one that nobody knows; but the same contact and offer number
 * give the same meeting again, so it is found by these, and ended.
 */
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import type { Contact, MeetingSeats } from './contact.ts';
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
  return world.meetings.prepare(made.contactId, made.n, made.agentId);
}

async function endUnnoted(world: World, { contactId, n, agentId }: Made): Promise<void> {
  const { meetingId } = await world.meetings.prepare(contactId, n, agentId);
  const present = await readContact(world.db, contactId);
  if (present?.seats?.meetingId !== meetingId || present.state === 'ended') await world.meetings.end(meetingId);
}

/** The deadline: an offer that was written has its meeting ended with it. */
export async function meetingUnnoted(world: World, made: Made): Promise<void> {
  const contact = await readContact(world.db, made.contactId);
  if ((contact?.offers ?? 0) < made.n) await endUnnoted(world, made);
}

/** An offer is over, and its contact has never named a meeting: perhaps one was made. */
export async function offerWithoutMeeting(world: World, before: Contact, after: Contact): Promise<void> {
  const { contactId, state, n, agentId, seats } = before;
  const isAsked = state === 'offered' || state === 'accepted';
  if (!isAsked || seats !== undefined || n === undefined || agentId === undefined) return;
  const isOver = after.n !== n || after.state === 'ended';
  if (isOver) await endUnnoted(world, { contactId, n, agentId });
}
