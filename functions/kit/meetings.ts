import {
  ChimeSDKMeetingsClient,
  CreateAttendeeCommand,
  CreateMeetingWithAttendeesCommand,
  DeleteAttendeeCommand,
  DeleteMeetingCommand,
  type Meeting,
  NotFoundException,
  UpdateAttendeeCapabilitiesCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import { MeetingSeats } from '../../shared/contacts/meeting.ts';
import type { AgentId, ContactId } from '../../shared/ids.ts';
import type { World } from '../../shared/world.ts';
import { mediaRegion } from './environment.ts';

let client: ChimeSDKMeetingsClient | undefined;
const chime = (): ChimeSDKMeetingsClient => (client ??= new ChimeSDKMeetingsClient({ region: mediaRegion() }));

/** Those of a meeting's addresses that the client goes by (amazon-chime-sdk-js 3, MeetingSessionConfiguration): the rest only costs room. */
const usedUrls = ['AudioHostUrl', 'SignalingUrl', 'TurnControlUrl', 'EventIngestionUrl'] as const;

function withoutUnused(meeting: Meeting | undefined) {
  const { MeetingArn: _arn, TenantIds: _tenants, ExternalMeetingId: _id, MediaPlacement = {}, ...rest } = meeting ?? {};
  return { ...rest, MediaPlacement: Object.fromEntries(usedUrls.map((name) => [name, MediaPlacement[name]])) };
}

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
    meeting: withoutUnused(answer.Meeting),
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

/** Another seat; the user's id is what makes a repeat give the same seat. */
export const addSeat: World['meetings']['addSeat'] = async (meetingId, externalUserId) => {
  const { Attendee } = await chime().send(new CreateAttendeeCommand({ MeetingId: meetingId, ExternalUserId: externalUserId }));
  if (Attendee?.AttendeeId === undefined || Attendee.JoinToken === undefined) throw new Error('The seat has no token');
  return { attendeeId: Attendee.AttendeeId, joinToken: Attendee.JoinToken, externalUserId };
};

/** Takes a seat away: whoever sits there leaves. One that is gone is left alone. */
export const removeSeat: World['meetings']['removeSeat'] = async (meetingId, attendeeId) => {
  await unlessGone(new DeleteAttendeeCommand({ MeetingId: meetingId, AttendeeId: attendeeId }));
};

const audio = { none: 'None', hear: 'Receive', talk: 'SendReceive' } as const;

/** Says what a seat may do. One that is gone is left alone. */
export const allow: World['meetings']['allow'] = async (meetingId, attendeeId, what) => {
  await unlessGone(
    new UpdateAttendeeCapabilitiesCommand({
      MeetingId: meetingId,
      AttendeeId: attendeeId,
      Capabilities: { Audio: audio[what], Video: 'None', Content: 'None' },
    }),
  );
};

async function unlessGone(command: DeleteAttendeeCommand | UpdateAttendeeCapabilitiesCommand): Promise<void> {
  try {
    await (command instanceof DeleteAttendeeCommand ? chime().send(command) : chime().send(command));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
  }
}
