import { expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { readAgent } from '../../shared/agents/read-agent.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readContact, requireContact } from '../../shared/contacts/read-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import type { TableName } from '../../shared/database/database.ts';
import { type AgentId, type ContactId, QueueId } from '../../shared/ids.ts';
import { changeContact } from '../../shared/routing/change.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { leaveQueue } from '../../shared/routing/leave-queue.ts';
import { readEntries } from '../../shared/routing/read-places.ts';
import { sweep } from '../../shared/routing/sweep.ts';
import type { World } from '../../shared/world.ts';
import { arriveAgent, arriveCall, type Center, deliverStreams, openCenter, profile, queue } from './center.ts';

const queueId = QueueId.parse('technical');
const entries = ({ world }: Center) => readEntries(world.db, queueId);

/** Nobody is free; Anna could be. */
async function calls(): Promise<{ center: Center; anna: AgentId; contactId: ContactId }> {
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  const anna = await arriveAgent(center, 'anna');
  return { center, anna, contactId: await arriveCall(center, 'c1') };
}

/** The same world, in which something happens around the so manieth write. */
function around(world: World, nth: number, { before, after }: { before?: () => Promise<unknown>; after?: () => Promise<unknown> }): World {
  let count = 0;
  const write: World['db']['write'] = async (writes, token) => {
    const isNow = ++count === nth;
    if (isNow) await before?.();
    const written = await world.db.write(writes, token);
    if (isNow) await after?.();
    return written;
  };
  return { ...world, db: { ...world.db, write } };
}
const dies = () => Promise.reject(new Error('the function died'));

test('the entry stands before its contact waits, by a write of its own; an agent who comes in between is found by the contact', async () => {
  const { center, anna, contactId } = await calls();
  const comes = async () => {
    expect(await entries(center)).toMatchObject([{ contactId, ahead: true }]);
    await changeStatus(center.world, anna, { status: 'available' });
    expect(await readAgent(center.world.db, anna)).toMatchObject({ state: 'idle' });
  };
  expect((await enqueue(around(center.world, 1, { after: comes }), contactId, { queueId })).state).toBe('offered');
  expect(await readAgent(center.world.db, anna)).toMatchObject({ state: 'offered', contactId });
  expect(await entries(center)).toEqual([]);
});

test('that a contact was queued it says itself, as long as it is so, and it is put down when it leaves', async () => {
  const { center, contactId } = await calls();
  const { world, clock } = center;
  await enqueue(world, contactId, { queueId, topic: 'printer' });
  const isTold = async (): Promise<void> => {
    const [told, ...others] = (await readFacts(world.db, contactId)).filter(({ type }) => type === 'ContactQueued');
    expect(told).toMatchObject({ data: { queueId, priority: 5, again: false, topic: 'printer' } });
    expect(others).toEqual([]);
  };
  expect(await world.db.query({ table: 'contacts', pk: `CONTACT#${contactId}`, prefix: 'FACT#' })).toHaveLength(1);
  await isTold();
  clock.now += 5_000;
  await leaveQueue(world, contactId, 'exited-by-key');
  await isTold();
  const { run } = await requireContact(world.db, contactId);
  expect(run).toBe(1);
  await enqueue(world, contactId, { queueId });
  const queued = (await readFacts(world.db, contactId)).filter(({ type }) => type === 'ContactQueued');
  expect(queued).toHaveLength(2);
  expect(queued[0]).toMatchObject({ data: { topic: 'printer' } });
});

test('of a call that died after its entry the entry stays, for its repeat to replace, and for the next match when it has gone', async () => {
  const { center, anna, contactId } = await calls();
  const { world } = center;
  await expect(enqueue(around(world, 1, { after: dies }), contactId, { queueId })).rejects.toThrow('died');
  const [left] = await entries(center);
  expect(left).toMatchObject({ ahead: true, contactVersion: (await requireContact(world.db, contactId)).version + 1 });
  expect((await enqueue(world, contactId, { queueId })).state).toBe('waiting');
  const [only, ...others] = await entries(center);
  expect(only?.ahead).toBeUndefined();
  expect(others).toEqual([]);

  const second = await arriveCall(center, 'c2');
  await expect(enqueue(around(world, 1, { after: dies }), second, { queueId })).rejects.toThrow('died');
  await endContact(world, contactId, 'caller-hung-up');
  // Ahead of a contact that may still come, it is left alone; past, it is not what anybody waits by.
  await changeStatus(world, anna, { status: 'available' });
  expect(await entries(center)).toMatchObject([{ contactId: second }]);
  await endContact(world, second, 'caller-hung-up');
  const third = await arriveCall(center, 'c3');
  await changeStatus(world, anna, { status: 'on-break', breakReason: 'lunch' });
  expect((await enqueue(world, third, { queueId })).state).toBe('waiting');
  await changeStatus(world, anna, { status: 'available' });
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'offered', contactId: third });
  expect(await entries(center)).toEqual([]);
});

test('the sweeper takes what a crash has left away, and finds nothing in it', async () => {
  const { center, contactId } = await calls();
  const { world } = center;
  await expect(enqueue(around(world, 1, { after: dies }), contactId, { queueId })).rejects.toThrow('died');
  expect(await sweep(world)).toEqual([]);
  expect(await entries(center)).toHaveLength(1);
  await endContact(world, contactId, 'caller-hung-up');
  expect(await sweep(world)).toEqual([]);
  expect(await entries(center)).toEqual([]);
});

test('a write that was refused takes its entry back, unless the contact waits by it: a repeat may not know that it was the first', async () => {
  const { center, contactId } = await calls();
  const { world, clock } = center;
  const { version } = await requireContact(world.db, contactId);
  const changes = async () => {
    const contact = await requireContact(world.db, contactId);
    await world.db.write(changeContact(contact, clock.now, { language: 'hu' }, []).writes);
  };
  expect((await enqueue(around(world, 2, { before: changes }), contactId, { queueId })).version).toBe(version + 2);
  expect((await entries(center)).map(({ ahead }) => ahead)).toEqual([undefined]);

  // The answer to the write is lost, and somebody has renewed the contact's life before it is repeated.
  const second = await arriveCall(center, 'c2');
  const write: World['db']['write'] = async (writes, token) => {
    const written = await world.db.write(writes, token);
    const [only] = writes;
    const isContacts = writes.length === 1 && only !== undefined && 'update' in only && only.update.sk === 'CONTACT';
    return isContacts ? { outcome: 'refused', index: 0 } : written;
  };
  expect((await enqueue({ ...world, db: { ...world.db, write } }, second, { queueId })).state).toBe('waiting');
  expect((await entries(center)).map((one) => one.contactId)).toEqual([contactId, second]);
});

test('a contact that is offered by its second attempt leaves no entry of its first', async () => {
  const { center, anna, contactId } = await calls();
  const { world } = center;
  let writes = 0;
  // Nobody has written the contact, so it may still come by its entry.
  const write: World['db']['write'] = async (asked, token) => {
    if (++writes !== 2) return world.db.write(asked, token);
    await changeStatus(world, anna, { status: 'available' });
    return { outcome: 'conflict' };
  };
  expect((await enqueue({ ...world, db: { ...world.db, write } }, contactId, { queueId })).state).toBe('offered');
  expect(await entries(center)).toEqual([]);
});

test('who died between its write and the look for an agent is matched when the stream tells of it, whatever it told before', async () => {
  const { center, anna, contactId } = await calls();
  const { world } = center;
  const cursors = new Map<TableName, number>();
  const comes = async () => {
    await changeStatus(world, anna, { status: 'available' });
    await deliverStreams(center, cursors);
  };
  await expect(enqueue(around(world, 2, { before: comes, after: dies }), contactId, { queueId })).rejects.toThrow('died');
  expect((await readContact(world.db, contactId))?.state).toBe('waiting');
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'idle' });
  await deliverStreams(center, cursors);
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'offered', contactId });
});
