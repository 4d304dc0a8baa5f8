import { describe, expect, it } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { dial } from './caller.ts';

describe('the main flow', () => {
  it.each([
    ['1', 'product'],
    ['2', 'technical'],
    ['3', 'billing'],
    ['4', 'returns'],
    ['0', 'operator'],
  ])('leads from key %s to %s', (key, topic) => {
    const { caller, call } = dial(main);
    caller.hears('main-menu');
    caller.presses(key);
    call.isQueuedIn(topic);
  });

  it('asks again in other words, and leads to a person after the last try', () => {
    const { caller, call } = dial(main);
    caller.hears('main-menu');
    caller.isNotUnderstood();
    caller.hears('main-menu-again');
    caller.presses('9');
    caller.hears('main-menu-last');
    caller.isNotUnderstood();
    call.isQueuedIn('operator');
  });

  it('says that it is closed and hangs up', () => {
    const { caller, call } = dial(main, { open: false });
    caller.hears('closed');
    call.isHungUp();
  });

  it('fits its record at every step', () => {
    const { caller, call } = dial(main);
    caller.hears('main-menu');
    caller.presses('2');
    expect(call.record.map(([label]) => label)).toEqual(['identify', 'is open', 'menu main-menu 1']);
  });
});
