import type { ActionDefinition, Failure } from './contract.ts';
import { invalidParameter, isText, succeeded } from './parameters.ts';

/** Mutes or unmutes telephone attendees of the meeting that is LEG-B. */
export const modifyChimeMeetingAttendees: ActionDefinition = {
  type: 'ModifyChimeMeetingAttendees',
  interruptible: false,
  chatty: true,
  answersCall: false,
  prepare({ parameters, leg, call }) {
    const { Operation: operation, MeetingId: meetingId, AttendeeList: attendees } = parameters;
    if (operation !== 'Mute' && operation !== 'Unmute') return refused('Operation parameter value is invalid.');
    if (!isText(meetingId)) return refused('Meeting ID parameter value is invalid.');
    if (!Array.isArray(attendees) || attendees.length < 1 || attendees.length > 100 || !attendees.every(isText)) {
      return refused('Attendee List parameter value is invalid.');
    }
    if (!call.legs.some((other) => other.tag === 'LEG-B')) return refused('Invalid action on the call.');
    if (leg.meetingId !== meetingId) return refused('Call is not connected to Chime Meeting.');
    return (stage) => {
      stage.mute(meetingId, attendees, operation === 'Mute');
      return {
        muted: (unknown) =>
          unknown.length === 0
            ? succeeded
            : refused('One or more attendees are not part of this meeting. All attendees must be part of this meeting.'),
      };
    };
  },
};

function refused(message: string): Failure {
  return { ...invalidParameter(message), data: { ErrorList: [] } };
}
