import { afterAll, describe, expect, it } from 'vitest';
import { examples, flow } from '../../functions/flows/switchboard.ts';
import { keysOfName } from '../../shared/agents/keys-of-name.ts';
import { dial, type Outside } from './caller.ts';
import { coverageOf } from './coverage.ts';

const coverage = coverageOf(flow, examples);
const [nobody = [], one = [], two = []] = examples['find by name'];

function call(outside: Outside = {}) {
  const dialled = dial(flow, { ...outside, coverage });
  dialled.caller.hears('switchboard');
  return dialled;
}
/** One who spells a name. */
function spells(found: typeof two, tries = 0, outside: Outside = {}) {
  const dialled = call({ ...outside, runs: { 'find by name': found } });
  dialled.caller.presses('2');
  dialled.caller.hears('name-keys');
  for (let i = 0; i < tries; i++) dialled.caller.isNotUnderstood();
  dialled.caller.presses('266');
  return dialled;
}

describe('the switchboard', () => {
  it('connects by extension: with the person, and with the operator when they don’t answer', () => {
    const { caller, call: seen } = call();
    caller.presses('1');
    caller.hears('extension');
    caller.presses('201');
    seen.isQueuedIn('operator');
    expect(seen.steps()).toMatchObject([{ agent: 'agent', seconds: 20 }, {}]);
  });

  it('says that nobody has an extension, and asks again', () => {
    const { caller } = call({ looks: { agent: {} } });
    caller.presses('1');
    caller.hears('extension');
    caller.isNotUnderstood();
    caller.hears('extension-last');
    caller.presses('999');
    caller.hears('extension-unknown');
    caller.hears('switchboard');
  });

  it('finds people by the first letters of their name', () => {
    const { caller, call: seen } = spells(one, 1);
    caller.hears('name-right');
    caller.presses('1');
    seen.isQueuedIn('operator');
    expect(seen.steps()).toMatchObject([{ agent: 'agent' }, {}]);
  });

  it('reads several out, one after the other', () => {
    const { caller } = spells(two);
    caller.hears('name-right');
    caller.presses('2');
    caller.hears('name-right');
    caller.isNotUnderstood();
    caller.hears('switchboard');
  });

  it('says that there is nobody of that name', () => {
    const { caller } = spells(nobody);
    caller.hears('name-unknown');
    caller.hears('switchboard');
  });

  it.each(['0', undefined])('leads to the operator with %s, at each try', (key) => {
    for (const tries of key === undefined ? [3] : [0, 1, 2]) {
      const { caller, call: seen } = call({ looks: { notice: { text: 'We move house.' } }, known: true });
      for (let i = 0; i < tries; i++) caller.isNotUnderstood();
      if (key !== undefined) caller.presses(key);
      seen.isQueuedIn('operator');
    }
  });

  it('leads to the operator from each of its questions', () => {
    for (const [key, asked] of [
      ['1', 'extension'],
      ['2', 'name-keys'],
    ] as const) {
      for (const tries of [0, 1]) {
        const { caller, call: seen } = call();
        caller.presses(key);
        caller.hears(asked);
        for (let i = 0; i < tries; i++) caller.isNotUnderstood();
        caller.presses('0');
        seen.isQueuedIn('operator');
      }
    }
  });

  it.each([1, 2])('asks for extension or name after %i tries of the menu', (tries) => {
    for (const [key, asked] of [
      ['1', 'extension'],
      ['2', 'name-keys'],
    ] as const) {
      const { caller } = call();
      for (let i = 0; i < tries; i++) caller.isNotUnderstood();
      caller.presses(key);
      caller.hears(asked);
    }
  });

  it('leads to the operator who asks for nobody that there is, twice', () => {
    for (const [key, typed, then] of [
      ['1', '999', 'extension-unknown'],
      ['2', '999', 'name-unknown'],
    ] as const) {
      const { caller, call: seen } = call({ looks: { agent: {} }, runs: { 'find by name': [] } });
      for (let round = 0; round < 2; round++) {
        caller.hears('switchboard');
        caller.presses(key);
        caller.presses(typed);
        caller.hears(then);
      }
      seen.isQueuedIn('operator');
    }
  });

  it('leads to the operator from the names that were found', () => {
    const { caller, call: seen } = spells(two);
    caller.hears('name-right');
    caller.presses('*');
    seen.isQueuedIn('operator');
  });

  it('leads to the operator who types nothing in two rounds', () => {
    const { caller, call: seen } = call();
    for (const key of ['1', '2']) {
      caller.hears('switchboard');
      caller.presses(key);
      caller.isNotUnderstood();
      caller.isNotUnderstood();
    }
    seen.isQueuedIn('operator');
  });

  it('asks again who spells nothing', () => {
    const { caller } = call();
    caller.presses('2');
    caller.isNotUnderstood();
    caller.isNotUnderstood();
    caller.hears('switchboard');
  });
});

describe('the keys of a name', () => {
  it('are those of its letters, without accents', () => {
    expect(keysOfName('Anna Kovács')).toEqual(['2662', '568227']);
    expect(keysOfName('Jean-Luc Øst 王')).toEqual(['5326', '582', '78']);
  });
});

afterAll(() => {
  console.log(coverage.words());
  expect(coverage.missing()).toEqual([]);
});
