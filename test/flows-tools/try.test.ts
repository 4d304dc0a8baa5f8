import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../bin/flows/clock.ts';
import { tryFlow, type TryOptions } from '../../bin/flows/try.ts';
import { flow as main } from '../../functions/flows/main.ts';
import type { Examples } from '../../shared/flows/answers.ts';
import { defineFlow, type Flow } from '../../shared/flows/flow.ts';
import { promptText } from '../../shared/prompts/catalogue.ts';

/** Types the lines, and gives what the terminal showed. */
async function conversation(lines: string[], options: TryOptions = {}, flow: Flow = main, examples: Examples = {}) {
  const shown: string[] = [];
  const found = { flow, examples, file: '' };
  const terminal = { lines: Readable.from(lines.map((line) => `${line}\n`)), tell: (line: string) => void shown.push(line) };
  const end = await tryFlow(found, options, terminal);
  return { end, shown, heard: shown.filter((line) => line.startsWith('  "')).map((line) => line.slice(3, -1)) };
}
const monday = { at: '2026-11-23T10:00' };

describe('flows try', () => {
  it('leads the caller from the dialled number by keys to a queue', async () => {
    const { end, heard } = await conversation(['', '2'], { to: '+12025550100' });
    expect(heard).toEqual([promptText('main-menu'), promptText('or-say-it')]);
    expect(end).toBe('You wait in the queue Technical (topic technical).');
  });

  it('lets the caller say nothing, press what is not valid, and hear the other words', async () => {
    const { end, heard } = await conversation(['.', '9', '.'], monday);
    const sorry = promptText('not-understood');
    const [first, orSay] = [promptText('main-menu'), promptText('or-say-it')];
    expect(heard).toEqual([first, orSay, sorry, promptText('main-menu-again'), sorry, promptText('main-menu-last')]);
    expect(end).toContain('operator');
  });

  it('takes the words that a menu has, and no others', async () => {
    const { end, heard } = await conversation(['I like cheese', 'Technical support.'], monday);
    expect(heard.at(-1)).toBe(promptText('main-menu-again'));
    expect(end).toContain('topic technical');
  });

  it('moves the clock past closing time before the call', async () => {
    const { end, heard } = await conversation(['+9h', ''], monday);
    expect(heard).toEqual([promptText('closed')]);
    expect(end).toBe('The call has ended: the flow hung up.');
    const again = await conversation(['@18:30', '@09:30', '1'], monday);
    expect(again.end).toContain('product');
  });

  it('hangs up with h, and at the end of what is typed', async () => {
    for (const lines of [['', 'h'], ['']]) {
      const { end } = await conversation(lines, monday);
      expect(end).toBe('You hung up. The call has ended.');
    }
  });

  it('is the caller that it is told: known, new or withheld', async () => {
    const who = defineFlow('who', function* (call) {
      const { customerId, created } = yield* call.identify();
      yield* call.enqueue(customerId === undefined ? 'billing' : created ? 'returns' : 'product');
    });
    const ends = await Promise.all(['known', 'new', 'withheld'].map((as) => conversation([''], { as }, who)));
    expect(ends.map(({ end }) => /topic (\w+)/.exec(end)?.[1])).toEqual(['product', 'returns', 'billing']);
    await expect(conversation([''], { as: 'nobody' })).rejects.toThrow('--as takes known, new, withheld');
  });

  it('asks what a run gives: an example by its number, or JSON', async () => {
    const order = defineFlow('order', function* (call) {
      const state = yield* call.run('find order', async () => 'unused');
      yield* call.enqueue(state);
    });
    const examples = { 'find order': ['billing', 'returns'] };
    expect((await conversation(['', '2'], {}, order, examples)).end).toContain('topic returns');
    expect((await conversation(['', 'no json', '"product"'], {}, order, examples)).end).toContain('topic product');
  });

  it('says when a call is lost, and why', async () => {
    const broken = defineFlow('broken', function* (call) {
      yield* call.play('welcome');
      Math.random();
    });
    expect((await conversation([''], {}, broken)).end).toMatch(/^The call is lost: .*Math\.random/);
  });
});

describe('the clock that people move', () => {
  const noon = Date.parse('2026-11-23T12:00:00Z');
  it.each([
    ['+2h', '2026-11-23T14:00:00.000Z'],
    ['+90m', '2026-11-23T13:30:00.000Z'],
    ['@18:30', '2026-11-23T17:30:00.000Z'],
    ['@2026-07-01T08:00', '2026-07-01T06:00:00.000Z'],
    ['@2026-10-25 12:00', '2026-10-25T11:00:00.000Z'],
  ])('understands %s in Berlin', (typed, instant) => {
    const clock = new Clock(noon, 'Europe/Berlin');
    expect(clock.moves(typed)).toBe(true);
    expect(new Date(clock.nowMs).toISOString()).toBe(instant);
  });

  it.each(['2', '', '.', '@25:00', '@18:61', '+h', '@2026-13-41T10:00'])('does not take "%s" for a time', (typed) => {
    const clock = new Clock(noon, 'UTC');
    expect(clock.moves(typed)).toBe(false);
    expect(clock.nowMs).toBe(noon);
  });
});
