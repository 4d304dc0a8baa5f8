import { describe, expect, it } from 'vitest';
import { applicationIdOf, observe } from '../../shared/telephony/observe.ts';
import { TelephonyEvent } from '../../shared/telephony/sma.ts';

const leg = (CallId: string, ParticipantTag: string, Status?: string) => ({
  CallId,
  ParticipantTag,
  To: ParticipantTag === 'LEG-B' ? '+17035550122' : '+12025550100',
  From: '+12025550111',
  Direction: 'Inbound',
  ...(Status === undefined ? {} : { Status }),
});
const event = (type: string, ActionData: object | undefined, legs: object[], more: object = {}) =>
  TelephonyEvent.parse({
    SchemaVersion: '1.0',
    Sequence: 2,
    InvocationEventType: type,
    ...(ActionData === undefined ? {} : { ActionData }),
    CallDetails: { TransactionId: 't', Participants: legs, ...more },
  });
const both = [leg('a', 'LEG-A', 'Connected'), leg('b', 'LEG-B', 'Connected')];

describe('observing an event', () => {
  it('takes a leg without status for one that is not answered yet', () => {
    expect(observe(event('NEW_INBOUND_CALL', undefined, [leg('a', 'LEG-A')]))).toEqual({
      type: 'NEW_INBOUND_CALL',
      callerUp: true,
      meetingUp: false,
      bridgeUp: false,
      bridgeEnded: false,
      rings: false,
      callId: 'a',
    });
  });

  it('tells a meeting’s leg from another telephone, and which of them has ended', () => {
    const other = { ...leg('b', 'LEG-B', 'Connected'), To: '+12025550133' };
    const hangup = { Parameters: { ParticipantTag: 'LEG-B', SipResponseCode: '486' } };
    expect(observe(event('ACTION_SUCCESSFUL', { Type: 'CallAndBridge' }, [...both.slice(0, 1), other]))).toMatchObject({
      meetingUp: false,
      bridgeUp: true,
    });
    expect(observe(event('HANGUP', hangup, [...both.slice(0, 1), other]))).toMatchObject({ bridgeUp: false, bridgeEnded: true, code: 486 });
    expect(observe(event('HANGUP', hangup, both))).toMatchObject({ bridgeEnded: false, callerUp: true });
  });

  it('knows whether a telephone that we call still rings', () => {
    const called = (Status?: string) => [{ ...leg('a', 'LEG-A', Status), Direction: 'Outbound' }];
    expect(observe(event('RINGING', undefined, called())).rings).toBe(true);
    expect(observe(event('CALL_UPDATE_REQUESTED', {}, called())).rings).toBe(true);
    expect(observe(event('CALL_ANSWERED', undefined, called())).rings).toBe(false);
    expect(observe(event('CALL_UPDATE_REQUESTED', {}, called('Connected'))).rings).toBe(false);
    expect(observe(event('CALL_UPDATE_REQUESTED', {}, [leg('a', 'LEG-A')])).rings).toBe(false);
  });

  it('knows which leg a hang-up was about, by tag, by call id, or because there is one only', () => {
    const code = { SipResponseCode: 0 };
    expect(observe(event('HANGUP', { Parameters: { ...code, ParticipantTag: 'LEG-B' } }, both))).toMatchObject({
      callerUp: true,
      meetingUp: false,
    });
    expect(observe(event('HANGUP', { Parameters: { CallId: 'a' } }, both))).toMatchObject({ callerUp: false, meetingUp: true });
    expect(observe(event('HANGUP', undefined, [leg('a', 'LEG-A')]))).toMatchObject({ callerUp: false, meetingUp: false });
  });

  it('does not trust the action’s type in a hang-up', () => {
    expect(observe(event('HANGUP', { Type: 'ReceiveDigits', Parameters: { ParticipantTag: 'LEG-B' } }, both))).not.toHaveProperty('action');
  });

  it('takes the meeting’s leg for gone when our hang-up of it was done or found none, whatever the participants say', () => {
    const data = { Type: 'Hangup', Parameters: { ParticipantTag: 'LEG-B' } };
    expect(observe(event('ACTION_SUCCESSFUL', data, both)).meetingUp).toBe(false);
    expect(observe(event('ACTION_FAILED', { ...data, ErrorType: 'InvalidActionParameter' }, both)).meetingUp).toBe(false);
  });

  it('reads both spellings of an error and of the application’s id', () => {
    expect(observe(event('ACTION_FAILED', { Type: 'JoinChimeMeeting', Error: 'ErrorJoiningMeeting: no' }, both)).error).toBe(
      'ErrorJoiningMeeting',
    );
    expect(observe(event('ACTION_FAILED', { Type: 'PlayAudio', ErrorType: 'InvalidAudioSource' }, both)).error).toBe('InvalidAudioSource');
    expect(applicationIdOf(event('HANGUP', undefined, both, { SipApplicationId: 'old' }))).toBe('old');
    expect(applicationIdOf(event('HANGUP', undefined, both))).toBe('');
  });
});
