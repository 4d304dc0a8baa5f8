import { describe, expect, it } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { advance } from '../../shared/flows/advance.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { told } from '../../shared/flows/story.ts';
import { circumstancesFor, measure, walk, wayTo } from '../../shared/flows/walk.ts';
import * as faulty from './faulty-flows.ts';

const story = (flow: Parameters<typeof walk>[0], id: number) => {
  const walked = walk(flow);
  const situation = walked.situations[id];
  return situation === undefined ? '' : told(wayTo(walked, situation).map(({ situation: { next }, answer }) => ({ next, answer })));
};

describe('the walk', () => {
  it('comes to every topic of the main flow, and to its end when closed', () => {
    const { situations, whole } = walk(main);
    expect(whole).toBe(true);
    const ends = new Set(situations.map(({ next }) => (next.kind === 'enqueue' ? next.topic : next.kind)));
    expect([...ends].toSorted()).toEqual(['act', 'billing', 'hang-up', 'look', 'operator', 'product', 'returns', 'technical']);
  });

  it('is the same each time', () => {
    expect(walk(main)).toEqual(walk(main));
  });

  it('keeps for each situation a record that leads there, in as few answers as it takes', () => {
    const { situations } = walk(main);
    for (const { next, record, withheld } of situations) {
      expect(advance(main, circumstancesFor(withheld), record)).toEqual(next);
      // Who is known, what is open; of each of three tries the words, what was said, and whether that was meant.
      expect(record.length).toBeLessThanOrEqual(2 + 3 * 3);
    }
  });

  it('takes calls for one that were told the same, however many tries that took', () => {
    const twoMenus = defineFlow('two-menus', function* (call) {
      const first = yield* call.menu('main-menu', { 1: 'product' });
      const second = yield* call.menu('main-menu', { 1: 'product' });
      return yield* call.enqueue(first === second ? first : 'operator');
    });
    const { situations } = walk(twoMenus);
    // Two topics after the first menu; for each three tries of the second, those also after one that can't be played, and two ends.
    expect(situations.filter(({ next }) => next.kind === 'enqueue')).toHaveLength(2 * 2 * 2);
    expect(situations.length).toBeLessThan(80);
  });

  it('stops at its bound and says so', () => {
    const { situations, whole } = walk(main, {}, { situations: 10 });
    expect(situations.length).toBe(10);
    expect(whole).toBe(false);
  });

  it('measures the longest call: events, and bytes of its record', () => {
    const three = defineFlow('three', function* (call) {
      yield* call.play('welcome');
      if (yield* call.isOpen()) yield* call.play('goodbye');
    });
    // The first event and one for each prompt.
    const record =
      '[["play welcome",{"ok":false,"why":"SystemException"}],["is open",true],["play goodbye",{"ok":false,"why":"SystemException"}]]';
    expect(measure(walk(three))).toEqual({ events: 3, bytes: record.length });
  });

  it('tells the way to a situation in words', () => {
    const { situations } = walk(faulty.wordless);
    const end = situations.findIndex(({ next }) => next.kind === 'hang-up');
    expect(story(faulty.wordless, end)).toBe('menu main-menu 1: key 9');
  });
});
