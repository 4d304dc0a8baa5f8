/** StartBotConversation on the bench: section 7.12 of the reference, and Lex V2's session attributes. */
import { describe, expect, test } from 'vitest';
import type { IntentResult } from '../../../shared/telephony/sma.ts';
import { answer, bot, bridge, join, Rig, scripted } from './rig.ts';
import type { RigOptions } from './rig.ts';

const run = (action: Record<string, unknown> = bot(), options?: RigOptions) =>
  new Rig(scripted({ NEW_INBOUND_CALL: [answer(action)] }), options).start();
const result: IntentResult = { SessionId: 'id-1', SessionState: { Intent: { Name: 'technical', State: 'ReadyForFulfillment' } } };
const understood = (rig: Rig) =>
  rig.hear({ kind: 'bot', conversationId: rig.call.conversation ?? '', answer: { kind: 'understood', result } });
const hears = (rig: Rig, kind: 'spoke' | 'said') => rig.hear({ kind, conversationId: rig.call.conversation ?? '' });
const asked = (rig: Rig) => rig.wanted('ask-bot').map(({ input }) => input);
const oneKey = { 'x-amz-lex:dtmf:max-length:*:*': '1' };

describe('wrong parameters fail in the words of the service', () => {
  test.each([
    [bot({ BotAliasArn: 'arn:aws:lex:us-east-1:1:bot/x' }), 'BotAliasArn parameter value is invalid.'],
    [
      bot({ Configuration: { WelcomeMessages: [{ Content: 'x', ContentType: 'PlainText' }] } }),
      'Configuration parameter value is invalid.',
    ],
    [bot({ Configuration: { SessionState: { DialogAction: { Type: 'Close' } } } }), 'Configuration parameter value is invalid.'],
    [
      bot({ Configuration: { SessionState: { SessionAttributes: { a: 'x'.repeat(10_240) } } } }),
      'Configuration parameter value is invalid.',
    ],
    [bot({}, { 'x-amz-lex:audio:start-timeout-ms:*:*': 'soon' }), 'SessionAttributes parameter value is invalid.'],
    [bot({ ParticipantTag: 'LEG-B' }), 'CallId or ParticipantTag parameter for action is invalid'],
  ])('%j: %s', (action, ErrorMessage) => {
    expect(run(action).last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { ErrorMessage } });
  });

  test.each<[string, Record<string, unknown>, RigOptions]>([
    ['in a meeting', join(), {}],
    ['on a bridged call', bridge(), { callee: 'answers', numbers: ['+15550000001'] }],
  ])('%s there is no conversation', (_where, first, options) => {
    const rig = new Rig(scripted({ NEW_INBOUND_CALL: [answer(first)], ACTION_SUCCESSFUL: [answer(bot())] }), options).start();
    expect(rig.last()).toMatchObject({ InvocationEventType: 'ACTION_FAILED', ActionData: { Type: 'StartBotConversation' } });
  });

  test('a bot that is not there, not allowed or too busy fails by that name', () => {
    const rig = run(bot(), { bot: { kind: 'refused', errorType: 'ActionExecutionThrottled', message: 'too many' } });
    expect(rig.last()).toMatchObject({ ActionData: { ErrorType: 'ActionExecutionThrottled', ErrorMessage: 'too many' } });
    expect(rig.wanted('play')).toEqual([]);
    expect(rig.wanted('end-bot')).toHaveLength(1);
  });
});

describe('a conversation', () => {
  test('answers the call, speaks the welcome, and tells what the bot understood', () => {
    const rig = run();
    expect(rig.wanted('answer')).toHaveLength(1);
    expect(rig.heard()).toEqual(['What can we do for you?']);
    rig.finishPlaying();
    hears(rig, 'spoke').pass(3000);
    expect(asked(hears(rig, 'said'))).toEqual(['utterance']);
    expect(understood(rig).last()).toMatchObject({
      InvocationEventType: 'ACTION_SUCCESSFUL',
      ActionData: { Type: 'StartBotConversation', IntentResult: result },
    });
    expect(rig.wanted('end-bot')).toHaveLength(1);
  });

  test('a word stops the welcome', () => {
    const rig = hears(run(), 'spoke');
    expect(rig.wanted('stop')).toHaveLength(1);
    expect(asked(hears(rig, 'said'))).toEqual(['utterance']);
  });

  test('a key stops the welcome at once, and where one is enough it is the answer', () => {
    const rig = run(bot({}, oneKey)).press('2');
    expect(rig.wanted('stop')).toHaveLength(1);
    expect(asked(rig)).toEqual([{ text: '2' }]);
  });

  test('a key counts more than words that come with it', () => {
    const rig = hears(run(bot({}, oneKey)), 'spoke').press('3');
    expect(asked(hears(rig, 'said'))).toEqual([{ text: '3' }]);
  });

  test('keys are gathered until the end key, or until nobody presses any more', () => {
    expect(asked(run().press('12*3#'))).toEqual([{ text: '13' }]);
    const rig = run().press('12').pass(4999);
    expect(asked(rig)).toEqual([]);
    expect(asked(rig.pass(1))).toEqual([{ text: '12' }]);
  });

  test('silence is an answer, after the time that the attributes give', () => {
    const rig = run(bot({}, { 'x-amz-lex:audio:start-timeout-ms:*:*': '6000' }))
      .finishPlaying()
      .pass(5999);
    expect(asked(rig)).toEqual([]);
    expect(asked(rig.pass(1))).toEqual(['nothing']);
  });

  test('a welcome that must be heard out is not interrupted', () => {
    const rig = run(bot({}, { ...oneKey, 'x-amz-lex:allow-interrupt:*:*': 'false' })).press('1');
    expect(rig.wanted('listen')).toEqual([]);
    expect(rig.wanted('stop')).toEqual([]);
    expect(rig.finishPlaying().wanted('listen')).toHaveLength(1);
    expect(asked(rig.press('2'))).toEqual([{ text: '2' }]);
  });

  test('ends with the call; what comes of it later is nothing', () => {
    const rig = run();
    const conversationId = rig.call.conversation ?? '';
    rig.hear({ kind: 'leg-ended', code: 0 });
    expect(rig.wanted('end-bot')).toEqual([{ kind: 'end-bot', conversationId }]);
    const told = rig.told().length;
    rig.hear({ kind: 'bot', conversationId, answer: { kind: 'understood', result } });
    expect(rig.told()).toHaveLength(told);
  });
});
