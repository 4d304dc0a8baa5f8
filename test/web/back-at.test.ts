import { expect, test } from 'vitest';
import { defaultReasons } from '../../shared/reasons/words.ts';
import { nextTimeOfDay, breakOf } from '../../web/src/state/back-at.ts';
import { howManyFit } from '../../web/src/state/fitting.ts';
import { anna } from './stand-in/center.ts';

const local = (day: number, hours: number, minutes: number) => new Date(2026, 10, day, hours, minutes).getTime();

test.each([
  ['14:30', local(26, 14, 30)],
  ['12:01', local(26, 12, 1)],
  ['12:00', local(27, 12, 0)],
  ['08:00', local(27, 8, 0)],
])('said at noon, %s is the next time that a clock shows it', (typed, at) => {
  expect(nextTimeOfDay(typed, local(26, 12, 0))).toBe(new Date(at).toISOString());
});

test.each(['', '14', '14:3', '25:00', '12:60', 'noon'])('“%s” is no time of day', (typed) => {
  expect(nextTimeOfDay(typed, local(26, 12, 0))).toBeUndefined();
});

const agent = { agentId: anna, name: 'Anna', since: '2026-11-26T10:00:00.000Z', state: 'idle' } as const;
test.each([
  ['an available agent', { ...agent, status: 'available' }, undefined],
  ['one at lunch', { ...agent, status: 'on-break', breakReason: 'lunch' }, { reason: 'lunch' }],
  ['one who missed an offer', { ...agent, status: 'on-break', breakReason: 'missed' }, { reason: 'break' }],
  [
    'one who leaves for lunch later',
    { ...agent, status: 'available', nextStatus: 'on-break', nextBreakReason: 'lunch' },
    { reason: 'lunch' },
  ],
  ['one who will be available later', { ...agent, status: 'on-break', breakReason: 'lunch', nextStatus: 'available' }, undefined],
] as const)('the break of %s', (_who, shown, found) => expect(breakOf({ agent: shown, reasons: defaultReasons })).toEqual(found));

test.each([
  ['all have room', 300, 3],
  ['all just have room', 208, 3],
  ['the last has not', 207, 1],
  ['none has', 50, 0],
])('of three links of 64, 64 and 72, when %s', (_when, room, fit) => {
  expect(howManyFit([64, 64, 72], room, { gap: 4, more: 104 })).toBe(fit);
});
