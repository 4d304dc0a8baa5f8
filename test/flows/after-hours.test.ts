import { afterAll, describe, expect, it } from 'vitest';
import { flow } from '../../functions/flows/after-hours.ts';
import { dial, type Outside } from './caller.ts';
import { coverageOf } from './coverage.ts';

// What becomes of a recording in each of its rounds is the step's own test.
const coverage = coverageOf(flow, {}, /^(record|message|keep|drop|digits voicemail|play the message|play voicemail)/);
const call = (outside: Outside = {}) => dial(flow, { ...outside, coverage });

describe('after hours', () => {
  it('a caller hears when it opens again, and leaves a message', () => {
    const { caller, call: seen } = call();
    caller.hears('after-hours');
    caller.hears('after-hours-menu');
    caller.presses('1');
    caller.records();
    caller.hears('voicemail-review');
    caller.presses('1');
    caller.hears('voicemail-kept');
    seen.isHungUp();
  });

  it('a caller is called back', () => {
    const { caller, call: seen } = call({ looks: { 'opens-at': null } });
    caller.hears('after-hours-menu');
    caller.presses('2');
    seen.goesTo('offer-callback');
  });

  it('in an emergency a caller waits for an operator, before all others', () => {
    const { caller, call: seen } = call({ known: true });
    caller.hears('after-hours-menu');
    caller.presses('9');
    seen.isQueuedIn('operator');
  });

  it('a caller who can’t decide is asked twice, and hears a goodbye', () => {
    const { caller, call: seen } = call();
    caller.hears('after-hours-menu');
    caller.isNotUnderstood();
    caller.hears('after-hours-menu-last');
    caller.isNotUnderstood();
    caller.hears('goodbye');
    seen.isHungUp();
  });

  it.each(['1', '2', '9', '*'])('the second time the key %s does the same', (key) => {
    const { caller, call: seen } = call();
    caller.hears('after-hours-menu');
    caller.isNotUnderstood();
    caller.hears('after-hours-menu-last');
    caller.presses(key);
    if (key === '2') seen.goesTo('offer-callback');
    else if (key === '1') caller.records();
    else seen.isQueuedIn('operator');
  });

  it('the star leads to an operator', () => {
    const { caller, call: seen } = call();
    caller.hears('after-hours-menu');
    caller.presses('*');
    seen.isQueuedIn('operator');
  });
});

describe('a message after hours', () => {
  /** To the question what shall become of what was said. */
  function recorded(outside: Outside = {}) {
    const one = call(outside);
    one.caller.hears('after-hours-menu');
    one.caller.presses('1');
    return one;
  }

  it('may be heard, recorded again, and given up', () => {
    const { caller, call: seen } = recorded();
    caller.records();
    caller.presses('4');
    caller.hears('voicemail-review');
    caller.presses('2');
    caller.records();
    caller.presses('3');
    caller.hears('goodbye');
    seen.isHungUp();
  });

  it('is kept when the caller says no more', () => {
    const { caller } = recorded();
    caller.records();
    caller.isNotUnderstood();
    caller.hears('voicemail-review');
    caller.isNotUnderstood();
    caller.hears('voicemail-kept');
  });

  it('without a word is asked for once more', () => {
    const { caller } = recorded({ looks: { message: false } });
    caller.records();
    caller.records();
    caller.hears('voicemail-nothing');
  });

  it('has no box where nobody is the operator', () => {
    const { caller, call: seen } = recorded({ looks: { mailbox: null } });
    caller.hears('goodbye');
    seen.isHungUp();
  });
});

afterAll(() => {
  console.log(coverage.words());
  expect(coverage.missing()).toEqual([]);
});
