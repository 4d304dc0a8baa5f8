/** A menu that takes words beside keys: what a caller meets, with and without a bot. */
import { describe, expect, test } from 'vitest';
import { advance, answered, type Next } from '../../shared/flows/advance.ts';
import type { Circumstances, Json } from '../../shared/flows/ask.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { menusOf } from '../../shared/flows/menus.ts';
import type { FlowRecord } from '../../shared/flows/record.ts';
import { promptText } from '../../shared/prompts/catalogue.ts';
import type { Action } from '../../shared/telephony/sma.ts';

const words = { technical: ['technical support'] };
const twoMenus = defineFlow('two-menus', function* (call) {
  const first = yield* call.menu('main-menu', { 1: 'product', 2: 'technical' }, { words });
  if (first === 'product') yield* call.enqueue(first);
  yield* call.enqueue(yield* call.menu('main-menu', { 2: 'technical', 3: 'billing' }, { words: {} }));
});
const alias = 'arn:aws:lex:us-east-1:000000000000:bot-alias/BOT/ALIAS';
const known: Circumstances = {
  transactionId: 't',
  dialledNumber: '+12025550100',
  language: 'en-US',
  promptsBucket: 'prompts',
  bots: { 'main-menu': alias },
};

/** What the flow wants after these answers. Prompts have the company's own words where `own` has some. */
function after(answers: Json[], circumstances: Circumstances = known, own: Readonly<Record<string, string>> = {}): Next {
  let record: FlowRecord = [];
  const goOn = (): Next => {
    let next = advance(twoMenus, circumstances, record);
    while (next.kind === 'look' && next.look.kind === 'words') {
      record = answered(record, next.label, own[next.look.prompt] ?? null);
      next = advance(twoMenus, circumstances, record);
    }
    return next;
  };
  let next = goOn();
  for (const answer of answers) {
    if (!('label' in next)) throw new Error(`nothing is asked: ${next.kind}`);
    record = answered(record, next.label, answer);
    next = goOn();
  }
  return next;
}
const asked = (next: Next): Action | undefined => (next.kind === 'act' ? next.actions.at(-1) : undefined);
const understood = (intent: string): Json => ({ ok: true, intent });
const messages = (next: Next): string[] => {
  const action = asked(next);
  return action?.Type === 'StartBotConversation'
    ? (action.Parameters.Configuration?.WelcomeMessages ?? []).map(({ Content }) => Content)
    : [];
};

describe('with a bot', () => {
  test('the caller is asked once for both, and the first key is the answer', () => {
    expect(asked(after([]))).toMatchObject({
      Type: 'StartBotConversation',
      Parameters: {
        BotAliasArn: alias,
        LocaleId: 'en_US',
        ParticipantTag: 'LEG-A',
        Configuration: { SessionState: { SessionAttributes: { 'x-amz-lex:dtmf:max-length:*:*': '1' } } },
      },
    });
    expect(messages(after([]))).toEqual([promptText('main-menu'), promptText('or-say-it')]);
  });
  test('what is understood is the topic', () => {
    expect(after([understood('product')])).toMatchObject({ kind: 'enqueue', topic: 'product' });
    expect(after([understood('technical'), understood('billing')])).toMatchObject({ kind: 'enqueue', topic: 'billing' });
  });
  test('what is not is asked again in other words, and at last leads to a person', () => {
    const nothing = understood('FallbackIntent');
    expect(messages(after([nothing]))).toEqual([promptText('not-understood'), promptText('main-menu-again')]);
    expect(messages(after([nothing, nothing]))).toEqual([promptText('not-understood'), promptText('main-menu-last')]);
    expect(messages(after([nothing, nothing, nothing]))[0]).toBe(promptText('main-menu'));
    expect(after([...Array<Json>(6).fill(nothing)])).toMatchObject({ kind: 'enqueue', topic: 'operator' });
  });
  test('an intent that this menu does not have is none of its answers', () => {
    expect(asked(after([understood('billing')]))?.Type).toBe('StartBotConversation');
  });
});

describe('a bot that is not sure', () => {
  const perhaps: Json = { ok: true, intent: 'technical', confidence: 0.4 };
  const nothing = understood('FallbackIntent');

  test('asks whether that was meant, by the words that callers say for it', () => {
    expect(messages(after([perhaps]))).toEqual([promptText('you-said'), 'technical', promptText('right-yes-or-no')]);
    expect(after([{ ok: true, intent: 'product', confidence: 0.9 }])).toMatchObject({ kind: 'enqueue', topic: 'product' });
  });
  test('takes a yes, or another of the answers; a no and a silence are the next try', () => {
    expect(after([perhaps, understood('yes'), understood('billing')])).toMatchObject({ kind: 'enqueue', topic: 'billing' });
    expect(after([perhaps, understood('product')])).toMatchObject({ kind: 'enqueue', topic: 'product' });
    for (const answer of [understood('no'), nothing])
      expect(messages(after([perhaps, answer]))).toEqual([promptText('not-understood'), promptText('main-menu-again')]);
  });
  test('leaves the rest to the keypad when it is gone', () => {
    expect(asked(after([perhaps, { ok: false, why: 'SystemException' }]))?.Type).toBe('PlayAudioAndGetDigits');
  });
});

test('the company’s own words of a prompt are what the bot says', () => {
  expect(messages(after([], known, { 'main-menu': 'Hello from the bakery.' }))[0]).toBe('Hello from the bakery.');
});

describe('the keypad works when speech does not', () => {
  const failures = ['ActionExecutionThrottled', 'ResourceAccessDenied', 'ResourceNotFound', 'SystemException'].map((why) => ({
    ok: false,
    why,
  }));
  test.each(failures)('$why: the same try by keypad at once, and by keypad for the rest of the call', (failure) => {
    const next = after([failure]);
    expect(asked(next)).toMatchObject({
      Type: 'PlayAudioAndGetDigits',
      Parameters: { AudioSource: { Key: 'prompts/en-US/main-menu.wav' } },
    });
    expect(asked(after([failure, { ok: false, why: 'InvalidDigitsReceived' }]))).toMatchObject({
      Parameters: { AudioSource: { Key: 'prompts/en-US/main-menu-again.wav' } },
    });
    expect(asked(after([failure, { ok: true, digits: '2' }]))?.Type).toBe('PlayAudioAndGetDigits');
  });
  test('so it is where the stage has no bots, or the language no voice', () => {
    const { bots, ...without } = known;
    expect(bots).toBeDefined();
    expect(asked(after([], without))?.Type).toBe('PlayAudioAndGetDigits');
    expect(asked(after([], { ...known, language: 'hu-HU' }))?.Type).toBe('PlayAudioAndGetDigits');
  });
});

test('the bot of a menu has the options of all places where it is asked', () => {
  const [menu, ...others] = menusOf(twoMenus);
  expect(others).toEqual([]);
  expect(menu?.options.map(({ topic }) => topic).sort()).toEqual(['billing', 'no', 'operator', 'product', 'technical', 'yes']);
  expect(menu?.options.find(({ topic }) => topic === 'technical')?.words).toEqual(['technical', 'technical support', '2', 'two']);
  expect(menu?.options.find(({ topic }) => topic === 'operator')?.words).toEqual(expect.arrayContaining(['a person', '0', 'zero']));
});
