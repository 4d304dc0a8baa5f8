/** Two administrators change one setting: what both of them made of it. */
import { expect, test } from 'vitest';
import { clashLines, onTop, same } from '../../web/src/administration/conflict.ts';
import type { Field } from '../../web/src/administration/field.ts';

const fields: Field[] = [
  { type: 'number', path: 'priority', label: 'Priority' },
  { type: 'number', path: 'serviceLevel.percent', label: 'Percent' },
  { type: 'number', path: 'serviceLevel.seconds', label: 'Seconds' },
  { type: 'rows', path: 'steps', label: 'Steps', one: 'step', blank: {}, fields: [] },
  { type: 'text', path: 'fallback', label: 'Fallback', otherwise: 'none' },
];
const before = { priority: 5, serviceLevel: { percent: 80, seconds: 20 }, steps: [{ seconds: 30, agent: 'last' }], kept: 'by nobody' };

test('what both have changed otherwise is marked, and nothing else', () => {
  const theirs = { ...before, priority: 7, serviceLevel: { percent: 90, seconds: 20 }, fallback: 'voicemail' };
  const mine = { ...before, priority: 3, serviceLevel: { percent: 80, seconds: 10 }, fallback: 'voicemail' };
  const told = clashLines(fields, before, theirs, mine).map(({ field, both }) => [field.path, both]);
  expect(told).toEqual([
    ['priority', true],
    ['serviceLevel.percent', false],
    ['serviceLevel.seconds', false],
    ['fallback', false],
  ]);
});

test('mine goes on top of theirs field by field, and what I took away is away', () => {
  const theirs = { ...before, priority: 7, serviceLevel: { percent: 90, seconds: 20 }, kept: 'theirs', fallback: 'voicemail' };
  const mine = { ...before, serviceLevel: { percent: 80, seconds: 10 }, steps: undefined };
  expect(onTop(fields, before, theirs, mine)).toEqual({
    priority: 7,
    serviceLevel: { percent: 90, seconds: 10 },
    kept: 'theirs',
    fallback: 'voicemail',
  });
});

test('the order of what is in a row is no change', () => {
  expect(same([{ seconds: 30, agent: 'last' }], [{ agent: 'last', seconds: 30 }])).toBe(true);
  expect(same([{ seconds: 30 }], [{ seconds: 30 }, {}])).toBe(false);
  expect(same({ seconds: undefined }, {})).toBe(true);
  expect(same([], {})).toBe(false);
});
