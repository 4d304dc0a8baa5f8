/**
 * What the seats of browsers may do, kept in step with the contact. A telephone's seat is moved by its own call; a browser's stays in the
 * meeting and is told what it may hear and say. Level-triggered: the same change again gives the same end.
 */
import type { Contact } from '../contacts/contact.ts';
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

/** Brings browsers' seats from what they might do before to what they may do now; takes those away whose party has gone. */
export async function settleSeats(world: World, before: Contact | undefined, after: Contact): Promise<void> {
  const meetingId = after.seats?.meetingId;
  if (meetingId === undefined || after.state === 'ended') return;
  const sameMeeting = before?.seats?.meetingId === meetingId ? before : undefined;
  const earlier = seated(sameMeeting);
  const now = occupied(after);
  const gone = sameMeeting === undefined ? [] : [...occupied(sameMeeting)].filter((attendeeId) => !now.has(attendeeId));
  await Promise.all([
    ...[...seated(after)]
      .filter(([attendeeId, may]) => may !== (earlier.get(attendeeId) ?? 'talk'))
      .map(([attendeeId, may]) => world.meetings.allow(meetingId, attendeeId, may)),
    ...gone.map((attendeeId) => world.meetings.removeSeat(meetingId, attendeeId)),
  ]);
}
