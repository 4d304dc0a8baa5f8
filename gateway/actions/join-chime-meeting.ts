import { meetingCaller, meetingNumber } from '../calls/state.ts';
import type { ActionDefinition } from './contract.ts';
import { invalidParameter, invalidTarget, isText } from './parameters.ts';

const invalidToken = invalidParameter('JoinToken parameter value is invalid.');

/** Takes LEG-A into a meeting, which becomes LEG-B. */
export const joinChimeMeeting: ActionDefinition = {
  type: 'JoinChimeMeeting',
  interruptible: false,
  chatty: true,
  answersCall: true,
  prepare({ parameters, leg, call }) {
    if (leg.tag !== 'LEG-A') return invalidTarget;
    if (call.legs.some((other) => other.tag === 'LEG-B')) return invalidParameter('Invalid action on the call.');
    const { JoinToken: joinToken, MeetingId: meetingId } = parameters;
    if (!isText(joinToken)) return invalidToken;
    if (!isText(meetingId)) return invalidParameter('Meeting ID parameter value is invalid.');
    return (stage) => {
      stage.join(meetingId, joinToken);
      return {
        joined: (joined) => (joined ? { kind: 'succeeded', legB: { to: meetingNumber, from: meetingCaller, meetingId } } : invalidToken),
      };
    };
  },
};
