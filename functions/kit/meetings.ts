import {
  ChimeSDKMeetingsClient,
  CreateMeetingWithAttendeesCommand,
  DeleteMeetingCommand,
  NotFoundException,
} from '@aws-sdk/client-chime-sdk-meetings';
import { MeetingSeats } from '../../shared/contacts/contact.ts';
import type { AgentId, ContactId } from '../../shared/ids.ts';
import { mediaRegion } from './environment.ts';

let client: ChimeSDKMeetingsClient | undefined;
const chime = (): ChimeSDKMeetingsClient => (client ??= new ChimeSDKMeetingsClient({ region: mediaRegion() }));

/**
 * The meeting of a contact's nth offer, with a seat for the caller and one for the agent. The token is per contact and attempt: a meeting
 * without audio ends after five minutes, and a contact may outlive it.
 */
export async function prepareMeeting(contactId: ContactId, n: number, agentId: AgentId): Promise<MeetingSeats> {
  const callerId = `caller-${contactId}`.slice(0, 64);
  const answer = await chime().send(
    new CreateMeetingWithAttendeesCommand({
      ClientRequestToken: `${contactId}-${n}`,
      ExternalMeetingId: `${contactId}-${n}`,
      MediaRegion: mediaRegion(),
      Attendees: [{ ExternalUserId: callerId }, { ExternalUserId: `agent-${agentId}`.slice(0, 64) }],
    }),
  );
  const failed = answer.Errors?.[0];
  if (failed !== undefined) throw new Error(`A seat could not be made: ${failed.ErrorCode ?? 'unknown'}`);
  const caller = answer.Attendees?.find((one) => one.ExternalUserId === callerId);
  const agent = answer.Attendees?.find((one) => one.ExternalUserId !== callerId);
  return MeetingSeats.parse({
    meetingId: answer.Meeting?.MeetingId,
    meeting: answer.Meeting,
    caller: { attendeeId: caller?.AttendeeId, joinToken: caller?.JoinToken },
    agent: { attendeeId: agent?.AttendeeId, joinToken: agent?.JoinToken, externalUserId: agent?.ExternalUserId },
  });
}

/** Ends a meeting; one that has ended is left alone. */
export async function endMeeting(meetingId: string): Promise<void> {
  try {
    await chime().send(new DeleteMeetingCommand({ MeetingId: meetingId }));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
  }
}
