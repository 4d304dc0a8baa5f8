/** Each action's own rules: section 7 of the reference, and the messages of section 8. */
import { describe, expect, test } from 'vitest';
import { actionTypes } from '../../../shared/telephony/sma.ts';
import { answer, ask, join, pause, play, Rig, scripted } from './rig.ts';
import type { RigOptions } from './rig.ts';

const run = (action: Record<string, unknown>, options?: RigOptions) =>
  new Rig(scripted({ NEW_INBOUND_CALL: [answer(action)] }), options).start();
const say = (Parameters: Record<string, unknown>, Type = 'Speak') => ({ Type, Parameters });
const speech = { SpeechParameters: { Text: 'Key?' }, FailureSpeechParameters: { Text: 'No.' }, RepeatDurationInMilliseconds: 1000 };
const receive = (more: Record<string, unknown> = {}) => ({
  Type: 'ReceiveDigits',
  Parameters: {
    InputDigitsRegex: '^\\*\\d{1}$',
    InBetweenDigitsDurationInMilliseconds: 1000,
    FlushDigitsDurationInMilliseconds: 10_000,
    ...more,
  },
});

describe('wrong parameters fail in the words of the service', () => {
  test.each([
    [
      { Type: 'PlayAudio', Parameters: { AudioSource: { Type: 'S3', BucketName: 'b' } } },
      'InvalidAudioSource',
      'Audio Source parameter value is invalid.',
    ],
    [ask({ AudioSource: { Type: 'File', BucketName: 'b', Key: 'k' } }), 'InvalidAudioSource', 'Audio Source parameter value is invalid.'],
    [ask({ MaxNumberOfDigits: 129 }), 'InvalidActionParameter', 'MaxNumberOfDigits parameter is invalid.'],
    [ask({ MinNumberOfDigits: 3, MaxNumberOfDigits: 2 }), 'InvalidActionParameter', 'MaxNumberOfDigits parameter is invalid.'],
    [ask({ RepeatDurationInMilliseconds: 0 }), 'InvalidActionParameter', 'RepeatDurationInMilliseconds parameter is invalid.'],
    [ask({ RepeatDurationInMilliseconds: undefined }), 'InvalidActionParameter', 'RepeatDurationInMilliseconds parameter is invalid.'],
    [ask({ InputDigitsRegex: '[' }), 'InvalidActionParameter', 'InputDigitsRegex parameter is invalid.'],
    [receive({ InputDigitsRegex: undefined }), 'InvalidActionParameter', 'InputDigitsRegex parameter is invalid.'],
    [
      receive({ InBetweenDigitsDurationInMilliseconds: 0 }),
      'InvalidActionParameter',
      'InBetweenDigitsDurationInMilliseconds parameter is invalid.',
    ],
    [
      receive({ FlushDigitsDurationInMilliseconds: 1000 }),
      'InvalidActionParameter',
      'FlushDigitsDurationInMilliseconds parameter is invalid.',
    ],
    [pause(99), 'InvalidActionParameter', 'The Duration parameter is invalid.'],
    [pause('30001'), 'InvalidActionParameter', 'The Duration parameter is invalid.'],
    [say({}), 'MissingRequiredActionParameter', 'Text is a required parameter'],
    [say({ Text: 'x'.repeat(1001) }), 'MissingRequiredActionParameter', 'Text is limited to 1000 characters'],
    [
      say({ ...speech, FailureSpeechParameters: {} }, 'SpeakAndGetDigits'),
      'MissingRequiredActionParameter',
      'Text is a required parameter',
    ],
    [join('stolen'), 'InvalidActionParameter', 'JoinToken parameter value is invalid.'],
    [play('a', { CallId: 'nobody' }), 'InvalidActionParameter', 'CallId or ParticipantTag parameter for action is invalid'],
    [play('a', { ParticipantTag: 'LEG-B' }), 'InvalidActionParameter', 'CallId or ParticipantTag parameter for action is invalid'],
  ])('%j: %s, %s', (action, ErrorType, ErrorMessage) => {
    const rig = run(action);
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { Type: action.Type, ErrorType, ErrorMessage } });
  });

  const supported = new Set([
    'CallAndBridge', 'Hangup', 'JoinChimeMeeting', 'ModifyChimeMeetingAttendees', 'Pause', 'PlayAudio', 'PlayAudioAndGetDigits', 'ReceiveDigits', 'RecordAudio', 'SendDigits', 'Speak', 'SpeakAndGetDigits', 'StartBotConversation',
  ]); // prettier-ignore
  test.each(actionTypes.filter((type) => !supported.has(type)))('%s is unsupported by name', (Type) => {
    const rig = run({ Type, Parameters: {} });
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { Type } });
    expect(rig.last().ActionData?.ErrorMessage).toContain(Type);
    expect(rig.wanted('answer')).toEqual([]);
  });
});

describe('asking for digits', () => {
  const received = (rig: Rig) => rig.last().ActionData?.ReceivedDigits;

  test('stops the prompt at the first key and reports without the terminator', () => {
    const rig = run(ask({ MaxNumberOfDigits: 5 })).press('12');
    expect(rig.wanted('stop')).toHaveLength(1);
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL']);
    expect(received(rig.press('#'))).toBe('12');
  });

  test('ends at the maximum, or after the gap behind the last key', () => {
    expect(
      received(
        run(ask({ MaxNumberOfDigits: 3 }))
          .finishPlaying()
          .press('1234'),
      ),
    ).toBe('123');
    const gap = run(ask({ MaxNumberOfDigits: '8', InBetweenDigitsDurationInMilliseconds: '500' }))
      .finishPlaying()
      .press('7')
      .pass(499);
    expect(gap.told()).toHaveLength(1);
    expect(received(gap.pass(1))).toBe('7');
  });

  test('takes an expression with or without the terminator, and as a whole', () => {
    for (const InputDigitsRegex of ['^\\d{2}#$', '^\\d{2}$']) {
      expect(received(run(ask({ MaxNumberOfDigits: 5, InputDigitsRegex })).press('12#'))).toBe('12');
    }
    const longer = run(ask({ MaxNumberOfDigits: 5, InputDigitsRegex: '[1-2]' })).press('19#');
    expect(longer.heard()).toEqual(['menu.wav', 'wrong.wav']);
  });

  test('plays the failure prompt after each bad attempt and the prompt before each further one, then fails', () => {
    const rig = run(ask({ Repeat: 2, RepeatDurationInMilliseconds: 1000, InputDigitsRegex: '[12]' }));
    rig.finishPlaying().pass(1000);
    expect(rig.heard()).toEqual(['menu.wav', 'wrong.wav']);
    rig.finishPlaying().press('9');
    expect(rig.heard()).toEqual(['menu.wav', 'wrong.wav', 'menu.wav', 'wrong.wav']);
    rig.finishPlaying();
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { ErrorType: 'InvalidDigitsReceived' } });
  });

  test('takes a key in the failure prompt as the first of the next attempt', () => {
    const rig = run(ask({ Repeat: 2, InputDigitsRegex: '[12]' }))
      .press('9')
      .press('2');
    expect(received(rig)).toBe('2');
    expect(rig.heard()).toEqual(['menu.wav', 'wrong.wav']);
  });

  test('waits for the minimum', () => {
    const rig = run(ask({ MinNumberOfDigits: 2, MaxNumberOfDigits: 4 }))
      .press('1')
      .pass(5000);
    expect(rig.heard()).toEqual(['menu.wav', 'wrong.wav']);
  });

  test('is not interrupted, not even between prompts', () => {
    const rig = run(ask()).finishPlaying().update();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'CALL_UPDATE_REQUESTED']);
    expect(received(rig.press('1'))).toBe('1');
  });

  test('by speech inherits the voice for the failure prompt', () => {
    const rig = run(say({ ...speech, SpeechParameters: { Text: 'Key?', VoiceId: 'Brian', TextType: 'ssml' } }, 'SpeakAndGetDigits'));
    rig.finishPlaying().pass(1000);
    expect(rig.wanted('play')[1]?.sound).toEqual({ kind: 'speech', text: 'No.', voiceId: 'Brian', ssml: true });
  });
});

describe('ReceiveDigits', () => {
  const armed = (...more: Record<string, unknown>[]) =>
    new Rig(scripted({ NEW_INBOUND_CALL: [answer(receive(), ...more)], DIGITS_RECEIVED: [answer(play('then.wav'))] })).start();

  test('alone is told with empty digits; before another action it is silent', () => {
    expect(armed().last().ActionData).toMatchObject({ Type: 'ReceiveDigits', ReceivedDigits: '' });
    expect(armed(play()).told()).toEqual(['NEW_INBOUND_CALL']);
  });

  test('tells what matches after the gap, whole, and stops the music for the answer', () => {
    const rig = armed(play()).press('*7').pass(999);
    expect(rig.told()).toHaveLength(1);
    rig.pass(1);
    expect(rig.events[1]).toMatchObject({
      InvocationEventType: 'DIGITS_RECEIVED',
      ActionData: { Type: 'ReceiveDigits', ReceivedDigits: '*7' },
    });
    expect(rig.told()[2]).toBe('ACTION_INTERRUPTED');
    expect(rig.heard()).toEqual(['music.wav', 'then.wav']);
    rig.press('*8').pass(1000);
    expect(rig.told().filter((type) => type === 'DIGITS_RECEIVED')).toHaveLength(2);
  });

  test('forgets what did not match when the flush time is over', () => {
    const rig = armed(play()).press('5').pass(10_000).press('*1').pass(1000);
    expect(rig.events[1]?.ActionData?.ReceivedDigits).toBe('*1');
  });

  test('hears nothing while an action asks for digits, and keys without either are discarded', () => {
    const rig = armed(ask()).press('*').pass(20_000);
    expect(rig.told()).not.toContain('DIGITS_RECEIVED');
    expect(run(play()).press('*1').pass(20_000).told()).toEqual(['NEW_INBOUND_CALL']);
  });
});

describe('meetings', () => {
  const modify = (more: Record<string, unknown> = {}) => ({
    Type: 'ModifyChimeMeetingAttendees',
    Parameters: { Operation: 'Mute', MeetingId: 'meeting', AttendeeList: ['attendee'], ParticipantTag: 'LEG-B', ...more },
  });

  test('LEG-B is the meeting, connected and with a CallId of its own each time', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(join())], HANGUP: [answer(join())] })).start();
    const first = rig.last().CallDetails.Participants[1];
    expect(first).toMatchObject({ ParticipantTag: 'LEG-B', To: '+17035550122', From: 'SMA', Direction: 'Outbound', Status: 'Connected' });
    rig.hear({ kind: 'meeting-left' });
    const second = rig.last().CallDetails.Participants[1];
    expect(second?.ParticipantTag).toBe('LEG-B');
    expect(second?.CallId).not.toBe(first?.CallId);
  });

  test('cannot be joined from a meeting', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(join())], ACTION_SUCCESSFUL: [answer(join())] })).start();
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { ErrorType: 'InvalidActionParameter' } });
    expect(rig.wanted('join')).toHaveLength(1);
  });

  test.each([
    [modify({ Operation: 'Remove' }), 'Operation parameter value is invalid.'],
    [modify({ MeetingId: '' }), 'Meeting ID parameter value is invalid.'],
    [modify({ AttendeeList: [] }), 'Attendee List parameter value is invalid.'],
    [modify({ MeetingId: 'other' }), 'Call is not connected to Chime Meeting.'],
    [modify({ ParticipantTag: 'LEG-A' }), 'Call is not connected to Chime Meeting.'],
    [
      modify({ AttendeeList: ['browser'] }),
      'One or more attendees are not part of this meeting. All attendees must be part of this meeting.',
    ],
  ])('%j fails: %s', (action, ErrorMessage) => {
    const handler = scripted({ NEW_INBOUND_CALL: [answer(join())], ACTION_SUCCESSFUL: [answer(action)] });
    const rig = new Rig(handler, { unknownAttendees: ['browser'] }).start();
    expect(rig.last().ActionData).toMatchObject({ ErrorType: 'InvalidActionParameter', ErrorMessage, ErrorList: [] });
  });

  test('mute and unmute telephone attendees', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(join())], ACTION_SUCCESSFUL: [answer(modify())] })).start();
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_SUCCESSFUL', ActionData: { Type: 'ModifyChimeMeetingAttendees' } });
    expect(rig.wanted('mute')).toEqual([{ kind: 'mute', meetingId: 'meeting', attendeeIds: ['attendee'], muted: true }]);
  });

  test('a caller that hangs up while it is seated leaves no seat behind', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(join())] }), { tokens: [] });
    rig.hear({ kind: 'start' });
    rig.hear({ kind: 'leg-ended', code: 0 }).hear({ kind: 'joined', attendeeId: 'late' });
    expect(rig.done.filter((effect) => effect.kind === 'end')).toHaveLength(1);
  });
});

describe('what functions must survive', () => {
  test('a call before its answer has no Status, one without headers no SipHeaders, outbound no SipRuleId', () => {
    const [event] = run(play()).events;
    expect(event?.CallDetails.Participants[0]).toEqual({
      CallId: 'id-1', ParticipantTag: 'LEG-A', To: '+18005550100', From: '+15550000001', Direction: 'Inbound', StartTimeInMilliseconds: '1700000000000',
    }); // prettier-ignore
    expect(run(play(), { headers: { 'X-A': 'b' } }).events[0]?.CallDetails.Participants[0]?.SipHeaders).toEqual({ 'X-A': 'b' });
  });

  test('an update with no arguments, and one that comes after the end', () => {
    const rig = run(play()).update({});
    expect(rig.last().ActionData?.Parameters).toEqual({ Arguments: {} });
    rig.hear({ kind: 'leg-ended', code: 0 });
    const told = rig.told().length;
    rig.update();
    expect(rig.told()).toHaveLength(told);
  });

  test('a terminator that stops a PlayAudio and all its repeats is not reported', () => {
    const rig = run(play('a', { Repeat: 9, PlaybackTerminators: ['#'] })).finishPlaying('terminated');
    expect(rig.wanted('play')[0]).toMatchObject({ repeat: 9, terminators: ['#'] });
    expect(rig.last().ActionData).not.toHaveProperty('ReceivedDigits');
  });
});
