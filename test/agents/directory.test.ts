import { expect, test } from 'vitest';
import { expectedWaitMinutes, readDirectory } from '../../shared/agents/directory.ts';
import { beginLease } from '../../shared/agents/lease.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import type { Entry } from '../../shared/agents/agent.ts';
import { Hours, settingKeys } from '../../shared/queues/queue.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { ConnectionId, instant } from '../../shared/ids.ts';
import { arriveAgent, arriveCall, openCenter, profile, queue, startMs } from '../routing/center.ts';

async function openWithTwo() {
  const center = await openCenter({
    queues: [queue('technical'), queue('billing', { hoursId: 'never' })],
    profiles: [profile('everyone', [['technical', 1]]), profile('second', [['billing', 1]])],
  });
  const hours = (hoursId: 'always' | 'never') => Hours.parse({ schemaVersion: 1, hoursId, name: hoursId, timeZone: 'UTC', open: hoursId });
  await center.world.db.write(
    (['always', 'never'] as const).map((id) => ({ table: 'settings', put: { ...settingKeys.hours(id), ...hours(id) } })),
  );
  return { center, anna: await arriveAgent(center, 'anna'), bela: await arriveAgent(center, 'bela', 'second') };
}

test('says who can be called, and of everybody else why not', async () => {
  const { center, anna, bela } = await openWithTwo();
  const { world } = center;
  const linesOf = async () => (await readDirectory(world)).agents.map(({ name, reachable, why }) => [name, reachable, why]);
  expect(await linesOf()).toEqual([
    ['anna', false, 'is offline'],
    ['bela', false, 'is offline'],
  ]);
  await changeStatus(world, anna, { status: 'available' });
  await changeStatus(world, bela, { status: 'on-break', breakReason: 'lunch' });
  expect(await linesOf()).toEqual([
    ['anna', true, undefined],
    ['bela', true, undefined],
  ]);
  await enqueue(world, await arriveCall(center, 'c1'), { queueId: queue('technical').queueId });
  center.clock.now += 1000;
  expect(await linesOf()).toEqual([
    ['anna', false, 'is being offered a contact'],
    ['bela', true, undefined],
  ]);
  center.clock.now += 100_000;
  expect((await linesOf())[1]).toEqual(['bela', false, 'has no open window']);
});

test('knows a supervisor from their last connection', async () => {
  const { center, bela } = await openWithTwo();
  const { world } = center;
  const supervisors = async () => (await readDirectory(world)).agents.filter(({ supervisor }) => supervisor).map(({ name }) => name);
  expect(await supervisors()).toEqual([]);
  await beginLease(world, bela, ConnectionId.parse('office'), true);
  expect(await supervisors()).toEqual(['bela']);
  await beginLease(world, bela, ConnectionId.parse('later'), false);
  expect(await supervisors()).toEqual([]);
});

test('says of each queue whether it is open, who serves it and who waits', async () => {
  const { center, anna } = await openWithTwo();
  const { world } = center;
  const queueId = queue('technical').queueId;
  const technical = async () => (await readDirectory(world)).queues.find((one) => one.queueId === queueId);
  expect((await readDirectory(world)).queues.map(({ name, open }) => [name, open])).toEqual([
    ['billing', false],
    ['technical', true],
  ]);
  expect(await technical()).not.toHaveProperty('expectedWaitMinutes');
  await changeStatus(world, anna, { status: 'available' });
  expect(await technical()).toMatchObject({ staffed: 1, waiting: 0, expectedWaitMinutes: 1 });
  for (const call of ['c1', 'c2', 'c3']) await enqueue(world, await arriveCall(center, call), { queueId });
  center.clock.now += 61_000;
  expect(await technical()).toMatchObject({ staffed: 1, waiting: 2, longestSince: instant(startMs), expectedWaitMinutes: 2 });
});

const first = (waitedMs: number) => ({ queuedAt: instant(startMs - waitedMs) }) as Entry;
test.each([
  ['nobody is there to serve', 0, 0, first(60_000), undefined],
  ['all are busy and nobody has waited yet', 2, 0, undefined, undefined],
  ['somebody is free', 2, 1, undefined, 1],
  ['the first has just come', 2, 0, first(0), 1],
  ['the first has waited for a minute and a bit', 2, 0, first(61_000), 2],
])('the expected wait when %s', (_when, staffed, free, entry, minutes) => {
  expect(expectedWaitMinutes(staffed, free, entry, startMs)).toBe(minutes);
});
