import { expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { callOut } from '../../shared/talk/call-out.ts';
import { takeBackContact } from '../../shared/talk/take-back-contact.ts';
import { arriveCall, deliverStreams, type Center } from '../routing/center.ts';
import { billing, comes, must, number, openTalk, present, queueId, talking } from './talk.ts';

/** The next function that makes a meeting is killed before it can say so. */
function killed(center: Center): void {
  const { meetings } = center.world;
  const as = { ...meetings };
  meetings.prepare = async (...asked) => {
    Object.assign(meetings, as);
    await meetings.prepare(...asked);
    throw new Error('The function was killed.');
  };
}
const left = ({ meetings: { made, ended } }: Center): string[] => [...made].filter((one) => !ended.has(one));

async function passes(center: Center, ms: number): Promise<void> {
  center.clock.now += ms;
  for (const { deadline, atMs } of center.deadlines.splice(0)) if (atMs <= center.clock.now) await handleDeadline(center.world, deadline);
}

test('the meeting of a call out by a function that was killed is found and ended', async () => {
  const { center, anna } = await openTalk();
  killed(center);
  await expect(callOut(center.world, anna, { number })).rejects.toThrow('killed');
  expect(left(center)).toHaveLength(1);
  await passes(center, 31_000);
  expect(left(center)).toEqual([]);
});

test('the meeting of a call that goes on is left alone', async () => {
  const { center, anna } = await openTalk();
  await callOut(center.world, anna, { number });
  const unnoted = center.deadlines.find(({ deadline }) => deadline.kind === 'meeting-unnoted');
  if (unnoted === undefined) throw new Error('It is looked after');
  await handleDeadline(center.world, unnoted.deadline);
  expect(left(center)).toHaveLength(1);
});

test('the meeting of a contact that was nearly taken back is found and ended', async () => {
  const talk = await talking();
  const { center, anna, contactId } = talk;
  await must(talk, { do: 'hand-over', target: { queueId: billing } });
  killed(center);
  await expect(takeBackContact(center.world, anna, contactId, 1)).rejects.toThrow('killed');
  expect((await present(talk)).state).toBe('waiting');
  await passes(center, 31_000);
  expect(left(center)).toEqual([]);
});

test.each(['the offer is over', 'the caller hangs up'])('the meeting of an offer that nobody noted is ended when %s', async (how) => {
  const talk = await openTalk();
  const { center, anna, contactId } = talk;
  await arriveCall(center, 'c1');
  killed(center);
  await enqueue(center.world, contactId, { queueId });
  expect(await present(talk)).not.toHaveProperty('seats');
  if (how === 'the caller hangs up') await endContact(center.world, contactId, 'caller-hung-up');
  else await changeStatus(center.world, anna, { status: 'offline' });
  await deliverStreams(center);
  await passes(center, 31_000);
  expect(left(center)).toEqual([]);
});

test('an agent who accepts in spite of it talks in that very meeting', async () => {
  const talk = await openTalk();
  const { center, anna, contactId } = talk;
  await arriveCall(center, 'c1');
  killed(center);
  await enqueue(center.world, contactId, { queueId });
  await comes(talk, anna);
  expect(left(center)).toEqual([(await present(talk)).seats?.meetingId]);
  await deliverStreams(center);
  expect(left(center)).toHaveLength(1);
});
