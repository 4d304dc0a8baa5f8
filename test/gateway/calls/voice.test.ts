/** RecordAudio and SendDigits on the bench: sections 7.9 and 7.10 of the reference. */
import { describe, expect, test } from 'vitest';
import { answer, bridge, join, play, record, Rig, scripted } from './rig.ts';
import type { RigOptions } from './rig.ts';

const run = (action: Record<string, unknown>, options?: RigOptions) =>
  new Rig(scripted({ NEW_INBOUND_CALL: [answer(action)] }), options).start();
const send = (more: Record<string, unknown> = {}) => ({ Type: 'SendDigits', Parameters: { CallId: 'id-1', Digits: '12', ...more } });

describe('wrong parameters', () => {
  test.each([
    [record({ RecordingDestination: undefined }), 'RecordingDestination parameter is invalid.'],
    [record({ RecordingDestination: { Type: 'S3', BucketName: 'b', Prefix: 'a b' } }), 'RecordingDestination parameter is invalid.'],
    [record({ RecordingTerminators: undefined }), 'RecordingTerminators parameter is invalid.'],
    [record({ RecordingTerminators: ['12'] }), 'RecordingTerminators parameter is invalid.'],
    [record({ DurationInSeconds: 0 }), 'DurationInSeconds parameter is invalid.'],
    [record({ SilenceDurationInSeconds: 1001 }), 'SilenceDurationInSeconds parameter is invalid.'],
    [record({ SilenceThreshold: 1001 }), 'SilenceThreshold parameter is invalid.'],
    [record({ CallId: 'id-1', ParticipantTag: 'LEG-A' }), 'CallId or ParticipantTag parameter for action is invalid'],
    [send({ CallId: undefined }), 'CallId or ParticipantTag parameter for action is invalid'],
    [send({ Digits: 'x' }), 'Digits parameter value is invalid.'],
    [send({ Digits: '1'.repeat(51) }), 'Digits parameter value is invalid.'],
    [send({ ToneDurationInMilliseconds: 49 }), 'ToneDuration parameter value is invalid.'],
    [send({ ToneDurationInMilliseconds: '24001' }), 'ToneDuration parameter value is invalid.'],
  ])('%j: %s', (action, ErrorMessage) => {
    expect(run(action).last()).toMatchObject({
      InvocationEventType: 'ACTION_FAILED',
      ActionData: { ErrorType: 'InvalidActionParameter', ErrorMessage },
    });
  });

  test.each([send({ CallId: 'id-2' }), record({ ParticipantTag: 'LEG-B' })])('%j is refused on a meeting', (action) => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(join())], ACTION_SUCCESSFUL: [answer(action)] })).start();
    expect(rig.last().ActionData?.ErrorMessage).toBe('CallId or ParticipantTag parameter for action is invalid');
  });
});

describe('a recording', () => {
  const saved = (rig: Rig) => rig.last().ActionData;

  test('is stored below its prefix, by day, transaction and leg, and the key that ended it is told', () => {
    const rig = run(record()).pass(2000).press('5').press('#').press('#');
    expect(rig.wanted('save-recording')).toHaveLength(1);
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL']);
    rig.hear({ kind: 'saved', recordingId: rig.call.recording ?? '', saved: 'stored' });
    expect(rig.last()).toMatchObject({
      InvocationEventType: 'ACTION_SUCCESSFUL',
      ActionData: {
        RecordingDestination: {
          Type: 'S3',
          BucketName: 'voice',
          Key: 'mail/2023/11/14/2023-11-14-22-13-20-000_transaction_id-1.wav',
        },
        RecordingTerminatorUsed: '#',
      },
    });
  });

  test('ends with its time, or in silence, without a terminator', () => {
    const timed = run(record({ DurationInSeconds: 5 }), { saves: 'stored' }).pass(4999);
    expect(timed.told()).toHaveLength(1);
    expect(saved(timed.pass(1))).not.toHaveProperty('RecordingTerminatorUsed');
    const quiet = run(record({ SilenceDurationInSeconds: '3', SilenceThreshold: '500' }), { saves: 'stored' });
    expect(quiet.wanted('record')[0]).toMatchObject({ on: 'LEG-A', plan: { silence: { ms: 3000, amplitude: 500 } } });
    quiet.hear({ kind: 'silent', recordingId: 'another' });
    expect(quiet.told()).toHaveLength(1);
    expect(saved(quiet.hear({ kind: 'silent', recordingId: quiet.call.recording ?? '' }))?.Type).toBe('RecordAudio');
    expect(run(record()).wanted('record')[0]?.plan).not.toHaveProperty('silence');
  });

  test.each([
    ['refused' as const, 'InvalidActionParameter'],
    ['impossible' as const, 'SystemException'],
  ])('that is %s fails as %s', (saves, ErrorType) => {
    expect(saved(run(record(), { saves }).press('#'))).toMatchObject({ ErrorType });
  });

  test('of a caller who hangs up is told before the HANGUP, and nothing is done for the answer', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(record())], ACTION_SUCCESSFUL: [answer(play('never.wav'))] })).start();
    rig.hear({ kind: 'leg-ended', code: 0, saved: 'stored' });
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'HANGUP']);
    expect(rig.events[1]?.CallDetails.Participants[0]?.Status).toBe('Disconnected');
    expect(rig.events[1]?.ActionData).toHaveProperty('RecordingDestination');
    expect(rig.wanted('discard-recording')).toEqual([]);
    expect(rig.heard()).toEqual([]);
    expect(rig.call.phase).toBe('ended');
  });

  test('is interrupted by an update, and forgotten', () => {
    const rig = run(record());
    rig.handler = scripted({ CALL_UPDATE_REQUESTED: [answer(play('next.wav'))] });
    rig.update();
    expect(rig.told().slice(-2)).toEqual(['CALL_UPDATE_REQUESTED', 'ACTION_INTERRUPTED']);
    expect(rig.wanted('discard-recording')).toHaveLength(1);
    rig.hear({ kind: 'saved', recordingId: rig.wanted('record')[0]?.recordingId ?? '', saved: 'stored' });
    expect(rig.told().at(-1)).toBe('ACTION_INTERRUPTED');
    expect(rig.heard()).toEqual(['next.wav']);
  });
});

describe('sent keys', () => {
  test('take their time, and are over when the last is up', () => {
    const rig = run(send({ Digits: '1,2', ToneDurationInMilliseconds: 100 }));
    expect(rig.wanted('send-digits')).toEqual([{ kind: 'send-digits', on: 'LEG-A', digits: '1,2', toneMs: 100 }]);
    // Each tone is followed by repeats of its end and a gap, 120 ms in all.
    rig.pass(939);
    expect(rig.told()).toHaveLength(1);
    rig.pass(1);
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_SUCCESSFUL', ActionData: { Type: 'SendDigits' } });
  });

  test('go to the leg that is named', () => {
    const handler = scripted({
      NEW_INBOUND_CALL: [answer(play())],
      ACTION_SUCCESSFUL: [answer(bridge()), (event) => answer(send({ CallId: event.CallDetails.Participants[1]?.CallId }))],
    });
    const rig = new Rig(handler, { callee: 'answers' }).start().finishPlaying();
    expect(rig.wanted('send-digits')).toMatchObject([{ on: 'LEG-B', toneMs: 250 }]);
  });
});
