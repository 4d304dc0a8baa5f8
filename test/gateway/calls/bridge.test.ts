/** CallAndBridge on the bench: section 7.1 of the reference, and what a bridge means for the other actions. */
import { describe, expect, test } from 'vitest';
import { answer, bridge, hangup, join, pause, play, Rig, scripted } from './rig.ts';
import type { RigOptions } from './rig.ts';

const callee = { ParticipantTag: 'LEG-B', To: '+15550000009', From: '+15550000001', Direction: 'Outbound', Status: 'Connected' };
const run = (action: Record<string, unknown>, options?: RigOptions) =>
  new Rig(scripted({ NEW_INBOUND_CALL: [answer(action)] }), options).start();
/** A caller who was answered by a prompt, and is bridged then. */
const bridged = (script: Parameters<typeof scripted>[0] = {}, options: RigOptions = {}) =>
  new Rig(
    scripted({ NEW_INBOUND_CALL: [answer(play())], ...script, ACTION_SUCCESSFUL: [answer(bridge()), ...(script.ACTION_SUCCESSFUL ?? [])] }),
    { callee: 'answers', ...options },
  )
    .start()
    .finishPlaying();
const tags = (rig: Rig) => rig.last().CallDetails.Participants.map(({ ParticipantTag, Status }) => `${ParticipantTag} ${Status}`);

describe('wrong parameters of CallAndBridge fail in the words of the service', () => {
  const endpoint = (one: Record<string, unknown>) => bridge({ Endpoints: [one] });
  const pstn = { BridgeEndpointType: 'PSTN', Uri: '+15550000009' };
  const arn = 'arn:aws:chime:us-east-1:000000000000:vc/abc123';
  test.each([
    [bridge({ Endpoints: [] }), 'Invalid number of endpoints provided.'],
    [bridge({ Endpoints: [pstn, pstn] }), 'Invalid number of endpoints provided.'],
    [bridge({ Endpoints: undefined }), 'Invalid number of endpoints provided.'],
    [endpoint({ BridgeEndpointType: 'PSTN', Uri: '5550' }), 'Endpoint parameter is invalid.'],
    [endpoint({ ...pstn, Arn: arn }), 'Endpoint parameter is invalid.'],
    [endpoint({ BridgeEndpointType: 'AWS', Uri: 'anna' }), 'Endpoint parameter is invalid.'],
    [endpoint({ BridgeEndpointType: 'AWS', Uri: 'sip:anna@host', Arn: arn }), 'Endpoint parameter is invalid.'],
    [endpoint({ BridgeEndpointType: 'AWS', Uri: 'a'.repeat(37), Arn: arn }), 'Endpoint parameter is invalid.'],
    [bridge({ CallerIdNumber: undefined }), 'Caller ID not defined.'],
    [bridge({ CallerIdNumber: '5550' }), 'Invalid caller ID.'],
    [
      bridge({ CallerIdNumber: '+15550000007' }),
      'Provided caller ID number is invalid. It must be owned by the account or be the From number of LEG-A.',
    ],
    [bridge({ CallTimeoutSeconds: 121 }), 'The MaxCallTimeout parameter is invalid. Timeout must be between 0 and 120 seconds.'],
    [bridge({ CallTimeoutSeconds: 0 }), 'The MaxCallTimeout parameter is invalid. Timeout must be between 0 and 120 seconds.'],
    [bridge({ SipHeaders: { 'X-A': 'b' } }), 'Invalid SIP header(s) provided: X-A'],
  ])('%j: %s', (action, ErrorMessage) => {
    const rig = run(action);
    expect(rig.last().ActionData).toMatchObject({ Type: 'CallAndBridge', ErrorType: 'InvalidActionParameter', ErrorMessage });
    expect(rig.wanted('call')).toEqual([]);
  });

  test('a tone that names no object is an InvalidAudioSource', () => {
    const rig = run(bridge({ RingbackTone: { Type: 'S3', BucketName: 'prompts' } }));
    expect(rig.last().ActionData).toMatchObject({ ErrorType: 'InvalidAudioSource', ErrorMessage: 'Ringtone parameter value is invalid.' });
  });

  test('a user behind a Voice Connector is called with headers, from a number of the account', () => {
    const SipHeaders = { 'X-Contact': '7' };
    const Endpoints = [{ BridgeEndpointType: 'AWS', Uri: 'anna', Arn: arn }];
    const rig = run(bridge({ Endpoints, SipHeaders, CallerIdNumber: '+18005550100' }), { numbers: ['+18005550100'] });
    expect(rig.wanted('call')).toEqual([{ kind: 'call', to: 'anna', from: '+18005550100', headers: SipHeaders }]);
    const reserved = run(bridge({ Endpoints, SipHeaders: { 'X-Amzn-Trace': '1' } }));
    expect(reserved.last().ActionData?.ErrorMessage).toBe('Invalid SIP header(s) provided: X-Amzn-Trace');
  });
});

describe('while the other telephone rings', () => {
  test('a caller who is not answered rings on, and both are answered together', () => {
    const rig = run(bridge({ CallTimeoutSeconds: 60 }), { lateAck: true });
    rig.pass(45_000);
    expect([rig.wanted('answer'), rig.wanted('play'), rig.told()]).toEqual([[], [], ['NEW_INBOUND_CALL']]);
    rig.hear({ kind: 'callee-answered' });
    expect(rig.wanted('answer')).toHaveLength(1);
    expect(rig.wanted('bridge')).toHaveLength(0);
    rig.hear({ kind: 'answered' });
    expect(rig.wanted('bridge')).toHaveLength(1);
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_SUCCESSFUL', ActionData: { Type: 'CallAndBridge' } });
    expect(tags(rig)).toEqual(['LEG-A Connected', 'LEG-B Connected']);
    rig.pass(3_600_000);
    expect(rig.call.phase).toBe('live');
  });

  test('a caller who is answered hears a ringing tone, or the one that was asked for, until then', () => {
    const RingbackTone = { Type: 'S3', BucketName: 'prompts', Key: 'greeting.wav' };
    const rig = bridged({}, { callee: undefined as never });
    expect(rig.heard()).toEqual(['music.wav', 'ringback']);
    const own = new Rig(scripted({ NEW_INBOUND_CALL: [answer(play())], ACTION_SUCCESSFUL: [answer(bridge({ RingbackTone }))] })).start();
    own.finishPlaying();
    expect(own.heard()).toEqual(['music.wav', 'greeting.wav']);
    own.hear({ kind: 'callee-answered' });
    const kinds = own.done.map(({ kind }) => kind);
    expect(own.wanted('stop')).toHaveLength(1);
    expect(kinds.indexOf('bridge')).toBeGreaterThan(0);
    expect(own.last().CallDetails.Participants[1]).toMatchObject(callee);
  });

  test('a tone that cannot be read fails the action and hangs up', () => {
    const rig = bridged({}, { callee: undefined as never }).finishPlaying('unreadable');
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { ErrorType: 'InvalidAudioSource' } });
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-B', status: 487 }]);
  });

  test('nobody answers in time: it is hung up, CallNotAnswered is told, and the caller stays', () => {
    const handler = scripted({ NEW_INBOUND_CALL: [answer(bridge(), play('never.wav'))], ACTION_FAILED: [answer(play('sorry.wav'))] });
    const rig = new Rig(handler).start().pass(29_999);
    expect(rig.told()).toHaveLength(1);
    rig.pass(1);
    expect(rig.last().ActionData).toMatchObject({ ErrorType: 'CallNotAnswered', ErrorMessage: 'Call not answered' });
    expect(tags(rig)).toEqual(['LEG-A undefined']);
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-B', status: 487 }]);
    expect(rig.heard()).toEqual(['sorry.wav']);
  });

  test('one that refuses is not hung up, and an unanswered caller has 30 s again', () => {
    const rig = run(bridge(), { callee: 'refuses' });
    expect(rig.last().ActionData).toMatchObject({ ErrorType: 'CallNotAnswered' });
    expect(rig.wanted('hang-up')).toEqual([]);
    rig.pass(30_000);
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 480 }]);
    expect(rig.call.phase).toBe('ended');
  });

  test('the caller hangs up: so does the telephone that rings', () => {
    const rig = run(bridge()).hear({ kind: 'leg-ended', code: 487 });
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_FAILED', 'HANGUP']);
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-B', status: 487 }]);
    expect(rig.call.phase).toBe('ended');
  });

  test('an update waits until it is answered', () => {
    const rig = run(bridge()).update();
    rig.handler = scripted({ CALL_UPDATE_REQUESTED: [answer(pause())], ACTION_SUCCESSFUL: [answer(play('ignored.wav'))] });
    rig.update();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'CALL_UPDATE_REQUESTED', 'CALL_UPDATE_REQUESTED']);
    rig.hear({ kind: 'callee-answered' });
    expect(rig.last().ActionData?.Type).toBe('CallAndBridge');
    rig.pass(1000);
    expect(rig.last().ActionData?.Type).toBe('Pause');
    expect(rig.heard()).toEqual([]);
  });

  test('an outbound call that is not up is waited for', () => {
    const handler = scripted({ CALL_UPDATE_REQUESTED: [answer(bridge())] });
    const rig = new Rig(handler, { outbound: true, numbers: ['+15550000001'], callee: 'answers' }).start().update();
    expect(rig.wanted('call')).toEqual([]);
    rig.hear({ kind: 'answered' });
    expect(rig.wanted('bridge')).toHaveLength(1);
  });
});

describe('a bridged call', () => {
  test.each([
    ['JoinChimeMeeting', join()],
    ['CallAndBridge', bridge()],
  ])('refuses %s', (Type, action) => {
    const rig = bridged({ ACTION_SUCCESSFUL: [answer(action)] });
    expect(rig.last()).toMatchObject({
      InvocationEventType: 'ACTION_FAILED',
      ActionData: { Type, ErrorType: 'InvalidActionParameter', ErrorMessage: 'Invalid action on the call.' },
    });
    expect(tags(rig)).toEqual(['LEG-A Connected', 'LEG-B Connected']);
  });

  test('plays to the leg that is named, and hears the keys of each', () => {
    const arm = {
      Type: 'ReceiveDigits',
      Parameters: {
        InputDigitsRegex: '\\d',
        InBetweenDigitsDurationInMilliseconds: 100,
        FlushDigitsDurationInMilliseconds: 1000,
        ParticipantTag: 'LEG-B',
      },
    };
    const rig = bridged({ ACTION_SUCCESSFUL: [answer(arm, play('b.wav', { ParticipantTag: 'LEG-B' }))] });
    expect(rig.wanted('play').at(-1)).toMatchObject({ on: 'LEG-B' });
    rig.press('5').pass(200);
    expect(rig.told()).not.toContain('DIGITS_RECEIVED');
    rig.press('7', 'LEG-B').pass(200);
    expect(rig.last()).toMatchObject({
      InvocationEventType: 'DIGITS_RECEIVED',
      ActionData: { ReceivedDigits: '7', Parameters: { ParticipantTag: 'LEG-B' } },
    });
  });

  test('goes on without its callee, who may be replaced by another', () => {
    const rig = bridged({ HANGUP: [answer(bridge())] });
    const first = rig.last().CallDetails.Participants[1]?.CallId;
    rig.hear({ kind: 'callee-ended', code: 0 });
    expect(rig.told().slice(-2)).toEqual(['HANGUP', 'ACTION_SUCCESSFUL']);
    expect(rig.wanted('hang-up')).toEqual([]);
    expect(rig.last().CallDetails.Participants[1]?.CallId).not.toBe(first);
    expect(tags(rig)).toEqual(['LEG-A Connected', 'LEG-B Connected']);
  });

  test('lets the callee stay when the caller has gone, until the function hangs up', () => {
    const rig = bridged().hear({ kind: 'leg-ended', code: 0 }).pass(3_600_000);
    expect(tags(rig)).toEqual(['LEG-A Disconnected', 'LEG-B Connected']);
    expect([rig.wanted('hang-up'), rig.call.phase]).toEqual([[], 'live']);
    rig.handler = scripted({ CALL_UPDATE_REQUESTED: [answer(hangup())] });
    rig.update();
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-B', status: 480 }]);
    expect(rig.call.phase).toBe('ended');
  });

  test.each(['LEG-A', 'LEG-B'] as const)(
    'by Hangup of %s tells HANGUP, then ACTION_SUCCESSFUL, and leaves the other up',
    (ParticipantTag) => {
      const rig = bridged({ ACTION_SUCCESSFUL: [answer(hangup({ ParticipantTag }), pause())] });
      expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: ParticipantTag, status: 480 }]);
      expect(rig.told().slice(-2)).toEqual(['HANGUP', 'ACTION_SUCCESSFUL']);
      expect(rig.last().ActionData).toMatchObject({ Type: 'Hangup', Parameters: { ParticipantTag } });
      expect(tags(rig)).toEqual([`${ParticipantTag === 'LEG-A' ? 'LEG-B' : 'LEG-A'} Connected`]);
      rig.pass(1000);
      expect(rig.last().ActionData?.Type).toBe('Pause');
    },
  );

  test('by Hangup tells no ACTION_SUCCESSFUL when HANGUP was answered with actions', () => {
    const rig = bridged({ ACTION_SUCCESSFUL: [answer(hangup({ ParticipantTag: 'LEG-B' }))], HANGUP: [answer(play('next.wav'))] });
    expect(rig.told().at(-1)).toBe('HANGUP');
    expect(rig.heard().at(-1)).toBe('next.wav');
  });

  test('loses both legs when its function fails', () => {
    const rig = bridged();
    rig.handler = () => 'error';
    rig.update();
    expect(rig.wanted('hang-up').map(({ on }) => on)).toEqual(['LEG-A', 'LEG-B']);
    expect(rig.call.phase).toBe('ended');
  });
});
