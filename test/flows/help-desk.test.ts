import { afterAll, describe, expect, it } from 'vitest';
import { examples, flow } from '../../functions/flows/help-desk.ts';
import { orderStates } from '../../shared/customers/orders.ts';
import { dial, type Outside } from './caller.ts';
import { coverageOf } from './coverage.ts';

// Which try brings number and PIN is the step's own test.
const coverage = coverageOf(flow, examples, /^digits auth-/);
const languages = ['1', '2', '3', '4', '5'];

/** A caller who has chosen a language. */
function call(outside: Outside = {}, language = '1') {
  const one = dial(flow, { ...outside, coverage });
  one.caller.hears('choose-language');
  one.caller.presses(language);
  return one;
}
/** One who has proved who they are and asks for their order. */
function asks(order: (typeof examples)['find order'][number], language = '1', looks: Outside['looks'] = {}) {
  const one = call(
    { runs: { 'find order': order }, looks: { 'customer-number': { customerId: 'maria' }, pin: 'right', ...looks } },
    language,
  );
  one.caller.hears('help-menu');
  one.caller.presses('1');
  one.caller.hears('auth-number');
  one.caller.presses('70011');
  one.caller.hears('auth-pin');
  one.caller.presses('1111');
  return one;
}

describe('the help desk', () => {
  it.each([
    ['2', 'technical'],
    ['3', 'billing'],
    ['4', 'returns'],
    ['0', 'operator'],
  ])('leads from key %s to %s, in each language and each try', (key, topic) => {
    for (const language of languages) {
      for (const tries of [0, 1, 2]) {
        const { caller, call: seen } = call({ known: language === '1' }, language);
        caller.hears('help-menu');
        for (let i = 0; i < tries; i++) caller.isNotUnderstood();
        caller.presses(key);
        seen.isQueuedIn(topic);
      }
    }
  });

  it('speaks English with those who choose nothing, and with those who want a person at once', () => {
    for (const keys of [[], ['0'], [undefined, '0'], [undefined, undefined, '0']]) {
      const { caller } = dial(flow, { coverage });
      for (const key of keys.length === 0 ? [undefined, undefined, undefined] : keys) {
        if (key === undefined) caller.isNotUnderstood();
        else caller.presses(key);
      }
      caller.hears('help-menu');
    }
  });

  it.each(languages)('takes language %s at the second and third try too', (language) => {
    for (const tries of [1, 2]) {
      const { caller } = dial(flow, { coverage });
      for (let i = 0; i < tries; i++) caller.isNotUnderstood();
      caller.presses(language);
      caller.hears('help-menu');
    }
  });

  it('tells the notice of the day first, in words or by its prompt', () => {
    for (const notice of [{ text: 'Our line is down in the north.' }, { prompt: 'closed' }])
      call({ looks: { notice } }).caller.hears('help-menu');
    call({ looks: { notice: { text: 'Down.' } }, open: false }).call.goesTo('after-hours');
  });

  it('goes on after hours when it is closed', () => {
    call({ open: false }).call.goesTo('after-hours');
  });

  it('leads who presses nothing to a person', () => {
    const { caller, call: seen } = call();
    for (const prompt of ['help-menu', 'help-menu-again', 'help-menu-last']) {
      caller.hears(prompt);
      caller.isNotUnderstood();
    }
    seen.isQueuedIn('operator');
  });
});

describe('the status of an order', () => {
  it.each(orderStates.flatMap((state) => languages.map((language) => [state, language] as const)))(
    '%s is told in language %s',
    (state, language) => {
      const { caller, call: seen } = asks({ orderNumber: '100234', state, arrivesOn: '2026-11-30' }, language);
      caller.hears('order-after');
      caller.presses('9');
      caller.hears('goodbye');
      seen.isHungUp();
    },
  );

  it.each(languages)('without an order, in language %s, the caller may return something all the same', (language) => {
    const { caller, call: seen } = asks(null, language);
    caller.hears('order-none');
    caller.hears('order-after');
    caller.isNotUnderstood();
    caller.hears('order-after-last');
    caller.presses('1');
    seen.isQueuedIn('returns');
  });

  it('leads from its last menu to returns, to a person, and to the end', () => {
    for (const [keys, topic] of [
      [['1'], 'returns'],
      [['0'], 'operator'],
      [[undefined, '0'], 'operator'],
      [[undefined, undefined], 'operator'],
    ] as const) {
      const { caller, call: seen } = asks(null);
      caller.hears('order-after');
      for (const key of keys) {
        if (key === undefined) caller.isNotUnderstood();
        else caller.presses(key);
      }
      seen.isQueuedIn(topic);
    }
    const { caller, call: seen } = asks(null);
    caller.hears('order-after');
    caller.isNotUnderstood();
    caller.presses('9');
    seen.isHungUp();
  });

  it('is kept from a customer number that is locked', () => {
    const { caller } = asks(null, '1', { pin: 'locked-out' });
    caller.hears('auth-locked-out');
    caller.hears('order-after');
  });

  it.each([1, 2])('can be asked for after %i tries of the menu', (tries) => {
    const { caller } = call();
    caller.hears('help-menu');
    for (let i = 0; i < tries; i++) caller.isNotUnderstood();
    caller.presses('1');
    caller.hears('auth-number');
  });

  it('is asked for by PIN until the third wrong one', () => {
    const { caller } = asks(null, '1', { pin: 'wrong' });
    for (let i = 0; i < 2; i++) {
      caller.hears('auth-number');
      caller.presses('70011');
      caller.hears('auth-pin');
      caller.presses('9999');
    }
    caller.hears('auth-wrong');
    caller.hears('order-after');
  });

  it.each(['auth-number', 'auth-pin'])('leads to a person from %s with 0, at each try, and gives up when nothing is typed', (asked) => {
    for (const tries of [0, 1, 2, 3]) {
      const { caller, call: seen } = call({ looks: { 'customer-number': { customerId: 'maria' } } });
      caller.hears('help-menu');
      caller.presses('1');
      caller.hears('auth-number');
      if (asked === 'auth-pin') caller.presses('70011');
      for (let i = 0; i < tries; i++) caller.isNotUnderstood();
      if (tries === 3) return caller.hears('auth-wrong');
      caller.presses('0');
      seen.isQueuedIn('operator');
    }
  });
});

afterAll(() => {
  console.log(coverage.words());
  expect(coverage.missing()).toEqual([]);
});
