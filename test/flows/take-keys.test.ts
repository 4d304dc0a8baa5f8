import { expect, test } from 'vitest';
import { type Taken, takeKeys, tonesOver } from '../../shared/flows/take-keys.ts';

const now = 1_000_000;
const presses = [
  { id: 3, partyId: 'p2', digits: '12' },
  { id: 5, partyId: 'p2', digits: '#' },
];
const update = (sequence: number) => ({ type: 'CALL_UPDATE_REQUESTED', transactionId: 't', sequence });
const before = (change: Partial<Taken> = {}): Taken => ({
  ...{ from: 0, upTo: 3, transactionId: 't', sequence: 7, untilMs: now + 5_000, decided: 7 },
  ...change,
});

test('all that was pressed and not sent goes at once', () => {
  expect(takeKeys(presses, undefined, update(7), now)).toMatchObject({ taking: 'now', digits: '12#', taken: { from: 0, upTo: 5 } });
  expect(takeKeys(presses, before({ untilMs: now }), update(8), now)).toMatchObject({ taking: 'now', digits: '#', taken: { from: 3 } });
});

test('a function that was killed after it took keys takes the same ones when the event is repeated', () => {
  expect(takeKeys(presses, before(), update(7), now)).toMatchObject({ taking: 'now', digits: '12' });
});

test('while tones sound nothing is taken, and the event that was told so takes nothing later either', () => {
  const told = takeKeys(presses, before(), update(8), now);
  expect(told).toMatchObject({ taking: 'later', taken: { upTo: 3, decided: 8 } });
  if (told.taking !== 'later') throw new Error('It waits');
  expect(takeKeys(presses, { ...told.taken, untilMs: 0 }, update(8), now)).toEqual({ taking: 'by-doorbell' });
  expect(takeKeys(presses, { ...told.taken, untilMs: 0 }, update(9), now)).toMatchObject({ taking: 'now', digits: '#' });
});

test('an answer that the service may ignore takes none, and what is sent is not sent again', () => {
  const ended = { ...update(8), type: 'ACTION_SUCCESSFUL' };
  expect(takeKeys(presses, before({ untilMs: 0 }), ended, now)).toEqual({ taking: 'by-doorbell' });
  expect(takeKeys(presses, before({ upTo: 5 }), ended, now)).toMatchObject({ taking: 'done', taken: { upTo: 5 } });
});

test('an event that found all of them taken takes none that come after, when it is repeated', () => {
  const told = takeKeys(presses.slice(0, 1), before({ untilMs: 0 }), update(8), now);
  expect(told).toMatchObject({ taking: 'done', taken: { upTo: 3, decided: 8 } });
  if (told.taking !== 'done') throw new Error('There was none left');
  expect(takeKeys(presses, told.taken, update(8), now)).toEqual({ taking: 'by-doorbell' });
  expect(takeKeys(presses, told.taken, update(9), now)).toMatchObject({ taking: 'now', digits: '#' });
});

test('the end of earlier tones that is told again does not end the last ones', () => {
  expect(tonesOver(before({ upTo: 5 }), 3)).toEqual(before({ upTo: 5 }));
  expect(tonesOver(before({ upTo: 5 }), 5)).toEqual(before({ upTo: 5, untilMs: 0 }));
});

test('more keys than go at once go in parts that lose none', () => {
  const many = Array.from({ length: 4 }, (_, i) => ({ id: i + 1, partyId: 'p2', digits: String(i).repeat(20) }));
  const first = takeKeys(many, undefined, update(7), now);
  if (first.taking !== 'now') throw new Error('It begins');
  const second = takeKeys(many, { ...first.taken, untilMs: 0 }, update(8), now);
  if (second.taking !== 'now') throw new Error('It goes on');
  expect(first.digits + second.digits).toBe(many.map(({ digits }) => digits).join(''));
});
