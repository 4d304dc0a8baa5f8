import { expect, test } from 'vitest';
import { changeStatus, type Chosen } from '../../shared/agents/change-status.ts';
import { readDirectory } from '../../shared/agents/directory.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { viewFloor } from '../../shared/live/floor.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { arriveAgent, arriveCall, at, openCenter, profile, queue } from '../routing/center.ts';

const minutes = 60_000;
const lunch = (backAt?: string): Chosen => ({ status: 'on-break', breakReason: 'lunch', ...(backAt === undefined ? {} : { backAt }) });

async function openWithAnna() {
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  const anna = await arriveAgent(center, 'anna');
  return { center, anna, read: () => requireAgent(center.world.db, anna) };
}

test('who goes on a break says when they will be back, and everybody is shown it', async () => {
  const { center, anna } = await openWithAnna();
  const backAt = at(center, 30 * minutes);
  await changeStatus(center.world, anna, lunch(backAt));
  expect((await readDirectory(center.world)).agents[0]).toMatchObject({ breakReason: 'lunch', backAt });
  expect((await viewFloor(center.world)).agents[0]).toMatchObject({ breakReason: 'lunch', backAt });
});

test('another end of the same break is no new break', async () => {
  const { center, anna, read } = await openWithAnna();
  await changeStatus(center.world, anna, lunch(at(center, 30 * minutes)));
  const before = await read();
  center.clock.now += minutes;
  await changeStatus(center.world, anna, lunch(at(center, 45 * minutes)));
  expect(await read()).toMatchObject({ backAt: at(center, 45 * minutes), since: before.since, seq: before.seq });
  await changeStatus(center.world, anna, lunch());
  expect(await read()).not.toHaveProperty('backAt');
});

test.each<[string, Chosen]>([
  ['available', { status: 'available' }],
  ['offline', { status: 'offline' }],
  ['another break without an end', { status: 'on-break', breakReason: 'training' }],
])('the end is forgotten when the agent is %s', async (_what, chosen) => {
  const { center, anna, read } = await openWithAnna();
  await changeStatus(center.world, anna, lunch(at(center, 30 * minutes)));
  await changeStatus(center.world, anna, chosen);
  expect(await read()).not.toHaveProperty('backAt');
});

test.each([
  ['now', 0, 'back-at-past'],
  ['in the past', -minutes, 'back-at-past'],
  ['more than a day ahead', 24 * 60 * minutes + 1, 'back-at-too-far'],
])('an end %s is refused, and nothing changes', async (_when, afterMs, code) => {
  const { center, anna, read } = await openWithAnna();
  expect(await changeStatus(center.world, anna, lunch(at(center, afterMs)))).toMatchObject({ refused: { code, status: 400 } });
  expect(await read()).toMatchObject({ status: 'offline' });
});

test('a break chosen during an offer or a call begins with its end afterwards', async () => {
  const { center, anna, read } = await openWithAnna();
  const { world } = center;
  await changeStatus(world, anna, { status: 'available' });
  await enqueue(world, await arriveCall(center, 'c1'), { queueId: queue('technical').queueId });
  const { contactId, n } = await read();
  if (contactId === undefined || n === undefined) throw new Error('Anna is offered the call');
  await acceptOffer(world, anna, contactId, n);
  const backAt = at(center, 30 * minutes);
  await changeStatus(world, anna, lunch(backAt));
  expect(await read()).toMatchObject({ status: 'available', nextStatus: 'on-break', nextBackAt: backAt });
  center.clock.now += 9000;
  await handleDeadline(world, { kind: 'audio-missing', contactId, n });
  expect(await read()).toMatchObject({ state: 'idle', status: 'on-break', breakReason: 'lunch', backAt });
  expect(await read()).not.toHaveProperty('nextBackAt');
});

test('leaving for a break while a call rings says the end too', async () => {
  const { center, anna, read } = await openWithAnna();
  await changeStatus(center.world, anna, { status: 'available' });
  await enqueue(center.world, await arriveCall(center, 'c1'), { queueId: queue('technical').queueId });
  const backAt = at(center, 5 * minutes);
  await changeStatus(center.world, anna, lunch(backAt));
  expect(await read()).toMatchObject({ state: 'idle', status: 'on-break', backAt });
});
