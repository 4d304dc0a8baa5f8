import { expect, test } from 'vitest';
import type { Database } from '../../shared/database/database.ts';
import { ContactId, instant, QueueId } from '../../shared/ids.ts';
import { accuracyOf } from '../../shared/routing/decide/accuracy.ts';
import { noteDeparture, readAccuracy } from '../../shared/routing/pace.ts';
import { openCenter, profile, queue, startMs as now } from './center.ts';

const minute = 60_000;
const technical = QueueId.parse('technical');

test('what callers were told is measured against how long they waited', () => {
  const promised = [1, 2, 3, 4, 10].map((minutes) => ({ estimatedMs: 3 * minute, waitedMs: minutes * minute }));
  expect(accuracyOf(promised)).toEqual({ told: 5, medianOffMs: minute, withinMinute: 60, meanLateMs: minute });
  expect(accuracyOf(promised.slice(1))).toBeUndefined();
});

test('the report of a queue counts those who were told something and were answered, each once', async () => {
  const { world } = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  const leaves = (i: number, estimatedMs?: number, why: 'answered' | 'abandoned' = 'answered') =>
    noteDeparture(world, ContactId.parse(`c${i}`), instant(now + i * 1000), {
      queueId: technical,
      why,
      waitedMs: 4 * minute,
      ...(estimatedMs === undefined ? {} : { estimatedMs }),
    });
  for (let i = 0; i < 5; i++) await leaves(i, 3 * minute);
  // Told nothing, gone before, told twice by the stream.
  await leaves(6);
  await leaves(7, 9 * minute, 'abandoned');
  await leaves(4, 3 * minute);
  expect(await readAccuracy(world.db, technical)).toEqual({ told: 5, medianOffMs: minute, withinMinute: 100, meanLateMs: minute });
});

test("those on duty are counted once in ten seconds for a queue's pace, and anew after them", async () => {
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  let counts = 0;
  const query: Database['query'] = (asked) => {
    counts += asked.prefix === 'DUTY#' ? 1 : 0;
    return center.world.db.query(asked);
  };
  const world = { ...center.world, db: { ...center.world.db, query } };
  const leaves = (atMs: number) =>
    noteDeparture(world, ContactId.parse(`c${atMs}`), instant(atMs), { queueId: technical, why: 'answered', waitedMs: minute });
  for (const afterMs of [0, 3000, 9999]) await leaves(now + afterMs);
  expect(counts).toBe(1);
  // A stream may bring what was before.
  for (const afterMs of [10_000, 5000]) await leaves(now + afterMs);
  expect(counts).toBe(2);
});
