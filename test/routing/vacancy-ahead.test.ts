import { expect, test } from 'vitest';
import { readAgent, requireAgent } from '../../shared/agents/read-agent.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { wrapUpDeadline } from '../../shared/agents/wrap-up-due.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readContact } from '../../shared/contacts/read-contact.ts';
import type { TableName } from '../../shared/database/database.ts';
import { type AgentId, type ContactId, ProfileId, QueueId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { changeAgent } from '../../shared/routing/change.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { readVacancies } from '../../shared/routing/read-places.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { sweep } from '../../shared/routing/sweep.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import { arriveAgent, arriveCall, type Center, deliverStreams, openCenter, profile, queue } from './center.ts';

const queueId = QueueId.parse('technical');
const request = WrapUpRequest.parse({ n: 1, disposition: 'solved', ticketStatus: 'open' });
const vacancies = ({ world }: Center) => readVacancies(world.db, ProfileId.parse('everyone'));

/** Anna has talked with c1 and is in its wrap-up. */
async function wrapsUp(): Promise<{ center: Center; anna: AgentId; contactId: ContactId }> {
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, { status: 'available' });
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await acceptOffer(world, anna, contactId, 1);
  await reportAudio(world, anna, contactId, 1);
  await endContact(world, contactId, 'caller-hung-up');
  return { center, anna, contactId };
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

test('the vacancy stands before its agent is idle, by a write of its own; a caller who comes in between is found by the agent', async () => {
  const { center, anna, contactId } = await wrapsUp();
  const { world } = center;
  const second = await arriveCall(center, 'c2');
  const comes = async () => {
    expect(await vacancies(center)).toMatchObject([{ agentId: anna, ahead: true }]);
    expect((await enqueue(world, second, { queueId })).state).toBe('waiting');
  };
  await completeWrapUp(around(world, 1, { after: comes }), anna, contactId, request);
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'offered', contactId: second });
  expect(await vacancies(center)).toEqual([]);
});

test('of a hand-in that died after the vacancy it stays, for the next match to take away when the agent has gone on', async () => {
  const { center, anna, contactId } = await wrapsUp();
  const { world, clock } = center;
  await expect(completeWrapUp(around(world, 1, { after: dies }), anna, contactId, request)).rejects.toThrow('died');
  const [left] = await vacancies(center);
  expect(left).toMatchObject({ ahead: true, agentVersion: (await requireAgent(world.db, anna)).version + 1 });
  // Ahead of an agent who may still come, it is left alone; past, it is not what they are idle by.
  const second = await arriveCall(center, 'c2');
  expect((await enqueue(world, second, { queueId })).state).toBe('waiting');
  await endContact(world, second, 'caller-hung-up');
  expect(await vacancies(center)).toEqual([left]);
  clock.now += 5_000;
  await completeWrapUp(world, anna, contactId, request);
  expect(await vacancies(center)).toHaveLength(2);
  const third = await arriveCall(center, 'c3');
  expect((await enqueue(world, third, { queueId })).agentId).toBe(anna);
  expect(await vacancies(center)).toEqual([]);
});

test('the sweeper takes what a crash has left away, and finds nothing in it', async () => {
  const { center, anna, contactId } = await wrapsUp();
  const { world, clock } = center;
  await expect(completeWrapUp(around(world, 1, { after: dies }), anna, contactId, request)).rejects.toThrow('died');
  expect(await sweep(world)).toEqual([]);
  expect(await vacancies(center)).toHaveLength(1);
  clock.now += 60_000;
  await wrapUpDeadline(world, contactId, 1);
  expect(await vacancies(center)).toHaveLength(2);
  expect(await sweep(world)).toEqual([]);
  expect(await vacancies(center)).toMatchObject([{ idleSince: (await readAgent(world.db, anna))?.idleSince }]);
});

test('a hand-in that was refused takes its vacancy back before it tries once more', async () => {
  const { center, anna, contactId } = await wrapsUp();
  const { world, clock } = center;
  const changes = async () => {
    const agent = await requireAgent(world.db, anna);
    await world.db.write(changeAgent(agent, clock.now, { edited: 1 }, []).writes);
    clock.now += 1;
  };
  await completeWrapUp(around(world, 1, { after: changes }), anna, contactId, request);
  const { idleSince } = await requireAgent(world.db, anna);
  const [only, ...others] = await vacancies(center);
  expect(only).toMatchObject({ idleSince });
  expect(only?.ahead).toBeUndefined();
  expect(others).toEqual([]);
});

test('who died between the hand-in and the look for who waits is matched when the stream tells of it', async () => {
  const { center, anna, contactId } = await wrapsUp();
  const { world } = center;
  const cursors = new Map<TableName, number>();
  const second = await arriveCall(center, 'c2');
  // The stream has told of the vacancy before its agent was idle.
  const comes = async () => {
    await enqueue(world, second, { queueId });
    await deliverStreams(center, cursors);
  };
  const handsIn = completeWrapUp(around(world, 2, { before: comes, after: dies }), anna, contactId, request);
  await expect(handsIn).rejects.toThrow('died');
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'idle' });
  expect((await readContact(world.db, second))?.state).toBe('waiting');
  await deliverStreams(center, cursors);
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'offered', contactId: second });
});
