/**
 * What the seats of browsers may do, kept in step with the contact. A telephone's seat is moved by its own call; a browser's stays in the
 * meeting and is told what it may hear and say. Level-triggered: the same change again gives the same end.
 */
import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { World } from '../world.ts';
import { isByPhone, ownerOf, partiesOf } from './conversation.ts';
import type { Party } from './party.ts';

type May = 'none' | 'hear' | 'talk';
const mayDo = ({ held, muted }: Party): May => (held ? 'none' : muted ? 'hear' : 'talk');

/** The seat of a browser's party: its own, or the one that was made with the meeting for the first agent. */
function attendeeOf(contact: Contact, party: Party): string | undefined {
  if (party.kind !== 'agent' || isByPhone(party)) return undefined;
  return party.seat?.attendeeId ?? (party.agentId === undefined ? undefined : contact.seats?.agent.attendeeId);
}

function seated(contact: Contact | undefined): Map<string, May> {
  if (contact?.seats === undefined) return new Map();
  return new Map(
    partiesOf(contact).flatMap((party): [string, May][] => {
      const attendeeId = attendeeOf(contact, party);
      return attendeeId === undefined ? [] : [[attendeeId, mayDo(party)]];
    }),
  );
}

/** All attendees that parties sit on, telephones included: those who are no party any more are taken away. */
function occupied(contact: Contact): Set<string> {
  const { seats } = contact;
  const own = partiesOf(contact).flatMap(({ seat }) => (seat === undefined ? [] : [seat.attendeeId]));
  const first =
    ownerOf(contact)?.seat === undefined && ownerOf(contact) !== undefined && seats !== undefined ? [seats.agent.attendeeId] : [];
  return new Set([...own, ...first]);
}

interface Moves {
  meetingId: string;
  may: [attendeeId: string, may: May][];
  gone: string[];
}

/** What seats may do that they might not before, or the other way round; and those whose party has gone. */
function movesOf(before: Contact | undefined, after: Contact): Moves | undefined {
  const meetingId = after.seats?.meetingId;
  if (meetingId === undefined || after.state === 'ended') return undefined;
  const sameMeeting = before?.seats?.meetingId === meetingId ? before : undefined;
  const earlier = seated(sameMeeting);
  const now = occupied(after);
  const may = [...seated(after)].filter(([attendeeId, what]) => what !== (earlier.get(attendeeId) ?? 'talk'));
  const gone = sameMeeting === undefined ? [] : [...occupied(sameMeeting)].filter((attendeeId) => !now.has(attendeeId));
  return may.length + gone.length === 0 ? undefined : { meetingId, may, gone };
}

/** Brings browsers' seats from what they might do before to what they may do now; takes those away whose party has gone. */
export async function settleSeats(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  const moves = movesOf(before, after);
  if (moves === undefined) return;
  const { meetingId, may, gone } = moves;
  await Promise.all([
    ...may.map(([attendeeId, what]) => world.meetings.allow(meetingId, attendeeId, what)),
    ...gone.map((attendeeId) => world.meetings.removeSeat(meetingId, attendeeId)),
  ]);
}

/** The same a moment later, when another change may have followed: nobody is deafened by what is no longer so. */
export async function settleSeatsLater(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  if (movesOf(before, after) === undefined) return;
  await settleSeats(world, before, await requireContact(world.db, after.contactId));
}
