/** The table of section 17.3 of the reference, row by row, and what answers a call. */
import { describe, expect, test } from 'vitest';
import { answer, ask, hangup, join, pause, play, Rig, scripted } from './rig.ts';

const started = (...actions: Record<string, unknown>[]) => scripted({ NEW_INBOUND_CALL: [answer(...actions)] });

describe('an answer', () => {
  const eleven = Array.from({ length: 11 }, () => pause());
  test.each([
    ['eleven actions', answer(...eleven), 'Actions list has more than 10 actions.'],
    ['another schema', { SchemaVersion: '2.0', Actions: [] }, 'Schema version does not match the schema version of the request.'],
    ['an unknown action', answer({ Type: 'Transfer', Parameters: {} }), 'Unsupported action name: Transfer.'],
    ['nothing', null, 'Response is blank or empty.'],
    ['a list that is none', { SchemaVersion: '1.0', Actions: 'Hangup' }, 'Error while reading actions list.'],
  ])('with %s is told once as INVALID_LAMBDA_RESPONSE, then the call ends', (_, bad, message) => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(play())], ACTION_SUCCESSFUL: [bad], INVALID_LAMBDA_RESPONSE: [bad] })).start();
    rig.finishPlaying();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'INVALID_LAMBDA_RESPONSE']);
    expect(rig.last()).toMatchObject({ ErrorMessage: message });
    expect(rig.last().ActionData).toBeUndefined();
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 480 }]);
    expect(rig.done.at(-1)?.kind).toBe('end');
  });

  test('that is bad is forgiven when the answer to INVALID_LAMBDA_RESPONSE is good', () => {
    const rig = new Rig(
      scripted({ NEW_INBOUND_CALL: [answer(play())], ACTION_SUCCESSFUL: [null], INVALID_LAMBDA_RESPONSE: [answer(play('sorry.wav'))] }),
    ).start();
    rig.finishPlaying();
    expect(rig.heard()).toEqual(['music.wav', 'sorry.wav']);
  });

  test.each([
    ['no actions', answer()],
    ['null actions', { SchemaVersion: '1.0', Actions: null }],
    ['nonsense', 'hello'],
  ])('to NEW_INBOUND_CALL with %s ends the call with 480', (_, bad) => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [bad as never] })).start();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL']);
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 480 }]);
  });

  test('without actions lets the rest of the list go on', () => {
    const rig = new Rig(started(ask(), play('after.wav'))).start();
    rig.finishPlaying().press('1');
    expect(rig.heard()).toEqual(['menu.wav', 'after.wav']);
    rig.finishPlaying().pass(60_000);
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'ACTION_SUCCESSFUL']);
    expect(rig.call.phase).toBe('live');
  });

  test('with actions replaces the rest of the list', () => {
    const rig = new Rig(
      scripted({ NEW_INBOUND_CALL: [answer(ask(), play('dropped.wav'))], ACTION_SUCCESSFUL: [answer(play('new.wav'))] }),
    ).start();
    rig.finishPlaying().press('1');
    expect(rig.heard()).toEqual(['menu.wav', 'new.wav']);
  });

  test('keeps, replaces and clears the attributes', () => {
    const given = [undefined, { b: '2' }, null, {}].map((TransactionAttributes) => ({ ...answer(play()), TransactionAttributes }));
    const rig = new Rig(
      scripted({ NEW_INBOUND_CALL: [{ ...answer(play()), TransactionAttributes: { a: '1' } }], ACTION_SUCCESSFUL: given }),
    ).start();
    for (let round = 0; round < 5; round++) rig.finishPlaying();
    const seen = rig.events.map((event) => event.CallDetails.TransactionAttributes);
    expect(seen).toEqual([undefined, { a: '1' }, { a: '1' }, { b: '2' }, { b: '2' }, {}]);
  });

  test.each([
    ['101 pairs', Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, 'v']))],
    ['more than 20 KB', { k: 'v'.repeat(20 * 1024) }],
  ])('with attributes of %s is TransactionAttributesInvalidMapSize', (_, TransactionAttributes) => {
    const rig = new Rig(
      scripted({ NEW_INBOUND_CALL: [answer(play())], ACTION_SUCCESSFUL: [{ ...answer(), TransactionAttributes }] }),
    ).start();
    rig.finishPlaying();
    expect(rig.last()).toMatchObject({
      InvocationEventType: 'INVALID_LAMBDA_RESPONSE',
      ErrorType: 'TransactionAttributesInvalidMapSize',
    });
  });
});

describe('a list', () => {
  test('tells quiet actions only at its end, chatty ones always', () => {
    const rig = new Rig(started(pause(), play(), ask(), pause()), { playMs: 500 }).start();
    rig.pass(1600).press('1').pass(2000);
    expect(rig.events.map((event) => event.ActionData?.Type)).toEqual([undefined, 'PlayAudioAndGetDigits', 'Pause']);
  });

  test('is dropped after an action that fails', () => {
    const rig = new Rig(started(play('absent.wav'), play('never.wav'))).start();
    rig.finishPlaying('unreadable');
    expect(rig.last()).toMatchObject({
      InvocationEventType: 'ACTION_FAILED',
      ActionData: { Type: 'PlayAudio', ErrorType: 'InvalidAudioSource', ErrorMessage: 'Cannot access S3 bucket or audio file.' },
    });
    expect(rig.heard()).toEqual(['absent.wav']);
  });

  test('echoes parameters as received with the leg that they came to mean', () => {
    const rig = new Rig(started(play('a.wav', { Repeat: '2', ParticipantTag: 'LEG-A' }))).start();
    rig.finishPlaying();
    expect(rig.last().ActionData).toEqual({
      Type: 'PlayAudio',
      Parameters: {
        AudioSource: { Type: 'S3', BucketName: 'prompts', Key: 'a.wav' },
        Repeat: '2',
        ParticipantTag: 'LEG-A',
        CallId: rig.call.legA.callId,
      },
    });
    expect(rig.wanted('play')[0]?.repeat).toBe(2);
  });
});

describe('an update', () => {
  const updated = (actions: Record<string, unknown>[], first: Record<string, unknown>[]) =>
    scripted({ NEW_INBOUND_CALL: [answer(...first)], CALL_UPDATE_REQUESTED: [answer(...actions)] });

  test('carries its arguments, and changes nothing when its answer is empty', () => {
    const rig = new Rig(updated([], [play(), play('second.wav')])).start().update({ version: '7' });
    expect(rig.last().ActionData).toEqual({ Type: 'CallUpdateRequest', Parameters: { Arguments: { version: '7' } } });
    rig.finishPlaying();
    expect(rig.heard()).toEqual(['music.wav', 'second.wav']);
  });

  test.each([
    ['PlayAudio', play()],
    ['Pause', pause(30_000)],
  ])('stops a running %s at once and says so before the new list begins', (type, running) => {
    const rig = new Rig(updated([join()], [running])).start().update();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'CALL_UPDATE_REQUESTED', 'ACTION_INTERRUPTED', 'ACTION_SUCCESSFUL']);
    expect(rig.events[2]?.ActionData?.Type).toBe(type);
    if (type === 'PlayAudio') {
      const kinds = rig.done.map((effect) => effect.kind);
      expect(kinds.indexOf('stop')).toBeLessThan(kinds.indexOf('join'));
    }
  });

  test('waits for an action that cannot be interrupted; the answer to its success is ignored', () => {
    const handler = scripted({
      NEW_INBOUND_CALL: [answer(ask(), play('old.wav'))],
      CALL_UPDATE_REQUESTED: [answer(play('new.wav'))],
      ACTION_SUCCESSFUL: [answer(play('ignored.wav'))],
    });
    const rig = new Rig(handler).start().update();
    expect(rig.heard()).toEqual(['menu.wav']);
    rig.press('1');
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'CALL_UPDATE_REQUESTED', 'ACTION_SUCCESSFUL']);
    expect(rig.heard()).toEqual(['menu.wav', 'new.wav']);
  });

  test('waits for Speak, whose end is then not told', () => {
    const speak = { Type: 'Speak', Parameters: { Text: 'Hello' } };
    const rig = new Rig(updated([play('new.wav')], [speak])).start().update();
    rig.finishPlaying();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'CALL_UPDATE_REQUESTED']);
    expect(rig.heard()).toEqual(['Hello', 'new.wav']);
  });

  test('outruns a slow answer about the list that it replaced', () => {
    const rig = new Rig(
      scripted({ NEW_INBOUND_CALL: [answer(play())], ACTION_SUCCESSFUL: ['silence'], CALL_UPDATE_REQUESTED: [answer(join())] }),
    ).start();
    rig.finishPlaying().update();
    rig.hear({ kind: 'invoked', sequence: 2, outcome: { kind: 'answer', payload: answer(play('late.wav')) } });
    expect(rig.heard()).toEqual(['music.wav']);
    expect(rig.call.legs).toHaveLength(2);
  });

  test('takes nothing from an answer that it ignores: its attributes tell of what was never done', () => {
    const noted = (actions: ReturnType<typeof answer>, doing: string) => ({ ...actions, TransactionAttributes: { doing } });
    const rig = new Rig(
      scripted({
        NEW_INBOUND_CALL: [noted(answer(play()), 'music')],
        ACTION_SUCCESSFUL: ['silence'],
        CALL_UPDATE_REQUESTED: [noted(answer(join()), 'joins')],
      }),
    ).start();
    rig.finishPlaying().update();
    rig.hear({ kind: 'invoked', sequence: 2, outcome: { kind: 'answer', payload: noted(answer(play('late.wav')), 'late') } });
    expect(rig.call.attributes).toEqual({ doing: 'joins' });
  });
});

describe('the end of legs', () => {
  test('of a single leg is told, and the answer is ignored', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(play())], HANGUP: [answer(play('never.wav'))] })).start();
    rig.hear({ kind: 'leg-ended', code: 0 });
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'HANGUP']);
    expect(rig.last().ActionData).toEqual({
      Type: 'Hangup',
      Parameters: { SipResponseCode: 0, CallId: rig.call.legA.callId, ParticipantTag: 'LEG-A' },
    });
    expect(rig.last().CallDetails.Participants[0]?.Status).toBe('Disconnected');
    expect(rig.heard()).toEqual(['music.wav']);
    expect(rig.wanted('hang-up')).toEqual([]);
    expect(rig.done.slice(-1)).toEqual([{ kind: 'end' }]);
  });

  test('while digits are collected comes after an ACTION_FAILED with the participant disconnected', () => {
    const rig = new Rig(started(ask())).start().hear({ kind: 'leg-ended', code: 0 });
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_FAILED', 'HANGUP']);
    expect(rig.events[1]?.CallDetails.Participants[0]?.Status).toBe('Disconnected');
  });

  const inMeeting = (script: Parameters<typeof scripted>[0]) =>
    new Rig(scripted({ NEW_INBOUND_CALL: [answer(join())], ...script })).start();

  test('lets the survivor of the caller stay until it is hung up', () => {
    const rig = inMeeting({}).hear({ kind: 'leg-ended', code: 0 }).pass(3_600_000);
    expect(rig.last().CallDetails.Participants.map(({ ParticipantTag, Status }) => [ParticipantTag, Status])).toEqual([
      ['LEG-A', 'Disconnected'],
      ['LEG-B', 'Connected'],
    ]);
    expect(rig.wanted('leave')).toEqual([]);
    expect(rig.call.phase).toBe('live');
    rig.hear({ kind: 'meeting-left' });
    expect(rig.told().slice(-2)).toEqual(['HANGUP', 'HANGUP']);
    expect(rig.call.phase).toBe('ended');
  });

  test('lets the caller stay when the meeting ends', () => {
    const rig = inMeeting({ HANGUP: [answer(play('bye.wav'))] }).hear({ kind: 'meeting-left' });
    expect(rig.last().ActionData?.Parameters).toMatchObject({ SipResponseCode: 0, ParticipantTag: 'LEG-B' });
    expect(rig.heard()).toEqual(['bye.wav']);
    rig.finishPlaying();
    expect(rig.last().CallDetails.Participants.map(({ ParticipantTag }) => ParticipantTag)).toEqual(['LEG-A']);
  });

  test('by Hangup of LEG-B in a meeting is an ACTION_SUCCESSFUL, and the caller stays', () => {
    const rig = inMeeting({
      ACTION_SUCCESSFUL: [answer(), answer(play('music.wav'))],
      CALL_UPDATE_REQUESTED: [answer(hangup({ ParticipantTag: 'LEG-B' }))],
    }).update();
    expect(rig.told().slice(-2)).toEqual(['CALL_UPDATE_REQUESTED', 'ACTION_SUCCESSFUL']);
    expect(rig.last().ActionData?.Type).toBe('Hangup');
    expect(rig.wanted('leave')).toHaveLength(1);
    expect(rig.heard()).toEqual(['music.wav']);
  });

  test('by Hangup of the only leg is a HANGUP with its code and nothing else', () => {
    const rig = new Rig(started(play(), hangup({ SipResponseCode: '486' }))).start().finishPlaying();
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'HANGUP']);
    expect(rig.last().ActionData?.Parameters).toMatchObject({ SipResponseCode: 486 });
    expect(rig.done.at(-1)?.kind).toBe('end');
  });

  test('by Hangup of the caller in a meeting leaves LEG-B to the function', () => {
    const rig = inMeeting({ ACTION_SUCCESSFUL: [answer(hangup({ ParticipantTag: 'LEG-A' }))], HANGUP: [answer(hangup())] });
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'HANGUP', 'HANGUP']);
    expect(rig.events.map((event) => event.ActionData?.Parameters?.['ParticipantTag'])).toEqual([undefined, 'LEG-A', 'LEG-A', 'LEG-B']);
    expect(rig.wanted('hang-up')).toHaveLength(1);
    expect(rig.wanted('leave')).toHaveLength(1);
  });
});

describe('a function', () => {
  test('that is silent for 5 s is asked again with the same Sequence, and its first answer wins', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: ['silence', answer(play('second.wav'))] })).start().pass(5000);
    expect(rig.events.map((event) => event.Sequence)).toEqual([1, 1]);
    expect(rig.events[1]).toEqual(rig.events[0]);
    rig.hear({ kind: 'invoked', sequence: 1, outcome: { kind: 'answer', payload: answer(play('first.wav')) } });
    expect(rig.heard()).toEqual(['second.wav']);
  });

  test('that is silent for 20 s loses the call, with 480', () => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(play())], ACTION_SUCCESSFUL: ['silence', 'silence', 'silence'] })).start();
    rig.finishPlaying().pass(19_999);
    expect(rig.call.phase).toBe('live');
    rig.pass(1);
    expect(rig.call.phase).toBe('ended');
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 480 }]);
    expect(rig.events).toHaveLength(3);
  });

  test('that fails once is asked again at once, and loses the call when it fails twice', () => {
    const once = new Rig(scripted({ NEW_INBOUND_CALL: ['error', answer(play())] })).start();
    expect(once.heard()).toEqual(['music.wav']);
    const twice = new Rig(scripted({ NEW_INBOUND_CALL: ['error', 'error'] })).start();
    expect(twice.events.map((event) => event.Sequence)).toEqual([1, 1]);
    expect(twice.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 480 }]);
  });

  test('is invoked at most a thousand times in a call', () => {
    const rig = new Rig((event) => answer(event.Sequence === 1 ? play() : pause(100)), { playMs: 10 }).start().pass(200_000);
    expect(rig.events).toHaveLength(1000);
    expect(rig.call.phase).toBe('ended');
  });
});

describe('a call is answered', () => {
  test.each([
    ['PlayAudio', play()],
    ['PlayAudioAndGetDigits', ask()],
    ['Speak', { Type: 'Speak', Parameters: { Text: 'Hello' } }],
    ['JoinChimeMeeting', join()],
  ])('for %s, before it runs', (_, action) => {
    const rig = new Rig(started(action), { lateAck: true }).start();
    expect(rig.wanted('answer')).toHaveLength(1);
    expect(rig.wanted('play').length + rig.wanted('join').length).toBe(0);
    expect(rig.call.legA.status).toBeUndefined();
    rig.hear({ kind: 'answered' });
    expect(rig.wanted('play').length + rig.wanted('join').length).toBe(1);
  });

  test('not for Hangup, which refuses it', () => {
    const rig = new Rig(started(hangup({ SipResponseCode: 486 }))).start();
    expect(rig.wanted('answer')).toEqual([]);
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 486 }]);
    expect(rig.told()).toEqual(['NEW_INBOUND_CALL', 'HANGUP']);
  });

  test('not for Pause, nor for an action that fails', () => {
    const paused = new Rig(started(pause(100))).start().pass(200);
    const failed = new Rig(started({ Type: 'PlayAudio', Parameters: {} })).start();
    for (const rig of [paused, failed]) {
      expect(rig.wanted('answer')).toEqual([]);
      expect(rig.last().CallDetails.Participants[0]).not.toHaveProperty('Status');
    }
  });

  test('or its attempt ends after 30 s', () => {
    const rig = new Rig(started(pause(30_000), pause(30_000))).start().pass(30_000);
    expect(rig.wanted('hang-up')).toEqual([{ kind: 'hang-up', on: 'LEG-A', status: 480 }]);
    expect(rig.last().ActionData?.Parameters).toMatchObject({ SipResponseCode: 480 });
    expect(rig.call.phase).toBe('ended');
  });
});

describe('an outbound call', () => {
  test('tells NEW_OUTBOUND_CALL with its arguments, RINGING and CALL_ANSWERED in this order, however quick the far end is', () => {
    const handler = scripted({
      NEW_OUTBOUND_CALL: [{ ...answer(play('ignored.wav')), TransactionAttributes: { a: '1' } }],
      CALL_ANSWERED: [answer(play('hello.wav'))],
    });
    const rig = new Rig(handler, { outbound: true, arguments: { ticket: '7' }, answerMs: 50 }).start();
    rig.hear({ kind: 'ringing' }).hear({ kind: 'answered' }).pass(200);
    expect(rig.told()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'CALL_ANSWERED']);
    expect(rig.events[0]?.ActionData).toEqual({ Parameters: { Arguments: { ticket: '7' } } });
    expect(rig.events[2]?.CallDetails.TransactionAttributes).toEqual({ a: '1' });
    expect(rig.heard()).toEqual(['hello.wav']);
    expect(rig.events[0]?.CallDetails).not.toHaveProperty('SipRuleId');
  });

  test.each([486, 480, 603])('that ends with %i tells it in HANGUP', (code) => {
    const rig = new Rig(scripted({}), { outbound: true }).start().hear({ kind: 'ringing' }).hear({ kind: 'leg-ended', code });
    expect(rig.told()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'HANGUP']);
    expect(rig.last().ActionData?.Parameters?.['SipResponseCode']).toBe(code);
  });

  test('stays up in silence when CALL_ANSWERED is answered with nothing', () => {
    const rig = new Rig(scripted({}), { outbound: true }).start().hear({ kind: 'answered' }).pass(3_600_000);
    expect(rig.call.phase).toBe('live');
    expect(rig.told()).toEqual(['NEW_OUTBOUND_CALL', 'CALL_ANSWERED']);
  });
});
