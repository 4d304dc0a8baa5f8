import { expect, test } from 'vitest';
import { routingKeys } from '../../shared/agents/agent.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { readAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { wrapUpDeadline } from '../../shared/agents/wrap-up-due.ts';
import { contactKeys, isWord } from '../../shared/contacts/contact.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { makeMeeting } from '../../shared/contacts/meeting.ts';
import { readContact, requireContact } from '../../shared/contacts/read-contact.ts';
import { readTimeline } from '../../shared/contacts/timeline.ts';
import type { Database } from '../../shared/database/database.ts';
import { QueueId, type AgentId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { changeContact } from '../../shared/routing/change.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { positionOf } from '../../shared/routing/position.ts';
import { readEntries } from '../../shared/routing/read-places.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { returnToQueue } from '../../shared/routing/return-to-queue.ts';
import { declineHoldsMs } from '../../shared/routing/recent-declines.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import { arriveAgent, arriveCall, type Center, deliverStreams, openCenter, profile, queue } from './center.ts';
import { agentFacts } from './stories.ts';

const queueId = QueueId.parse('technical');
const open = () => openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
const types = (center: Center, agentId: AgentId) => center.pushed.filter((one) => one.agentId === agentId).map((one) => one.message.type);
const available = { status: 'available' } as const;

test('a call goes from the queue to an agent, to the wrap-up, and the next call follows in the same invocation', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const first = await arriveCall(center, 'c1');
  const second = await arriveCall(center, 'c2');
  expect((await enqueue(world, first, { queueId, topic: 'technical' })).state).toBe('offered');
  expect((await enqueue(world, second, { queueId })).state).toBe('waiting');
  expect(types(center, anna)).toContain('offer');
  const accepted = await acceptOffer(world, anna, first, 1);
  expect(accepted).toMatchObject({ contact: { state: 'accepted', seats: { meetingId: 'meeting-c1-1' } }, agent: { state: 'engaged' } });
  const { result, call } = await reportAudio(world, anna, first, 1);
  expect(result).toMatchObject({ contact: { state: 'connected' } });
  expect(call).toBe('rung');
  await endContact(world, first, 'caller-hung-up');
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'wrapping-up', contactId: first });
  expect(center.meetings.ended).toContain('meeting-c1-1');
  const request = WrapUpRequest.parse({ n: 1, disposition: 'solved', ticketStatus: 'resolved', notes: 'done' });
  expect(await completeWrapUp(world, anna, first, request)).toEqual({ done: true });
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'offered', contactId: second });
  const timeline = await readTimeline(world.db, first);
  expect(timeline?.lines.map((line) => line.type)).toEqual([
    'ContactArrived',
    'ContactQueued',
    'ContactOffered',
    'OfferAccepted',
    'ContactConnected',
    'EntryLeft',
    'ContactEnded',
    'WrapUpCompleted',
  ]);
});

test('an offer that nobody answers leaves the caller their place, and the agent on a break with the reason', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await handleDeadline(world, { kind: 'offer-unanswered', contactId, n: 1 });
  const agent = await readAgent(world.db, anna);
  expect(agent).toMatchObject({ status: 'on-break', breakReason: 'missed', state: 'idle' });
  expect(agent?.notice).toContain('missed a call');
  expect((await readContact(world.db, contactId))?.state).toBe('waiting');
  expect(types(center, anna).slice(-2)).toEqual(['offer-withdrawn', 'agent']);
  await changeStatus(world, anna, available);
  expect(await readContact(world.db, contactId)).toMatchObject({ state: 'offered', offers: 2 });
  expect((await readAgent(world.db, anna))?.notice).toBeUndefined();
});

test('who declines is not asked again about this contact before half a minute is over', async () => {
  const center = await open();
  const { world, clock } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await endOffer(world, contactId, 1, { kind: 'declined' });
  expect((await readContact(world.db, contactId))?.state).toBe('waiting');
  expect(await readAgent(world.db, anna)).toMatchObject({ status: 'available', state: 'idle' });
  const later = center.deadlines.find(({ deadline }) => deadline.kind === 'decline-over');
  expect(later?.atMs).toBe(clock.now + declineHoldsMs);
  clock.now += declineHoldsMs;
  await handleDeadline(world, { kind: 'decline-over', contactId });
  expect((await readContact(world.db, contactId))?.state).toBe('offered');
});

test('of two who declined, the first is asked again when their half minute is over, not when that of the other is', async () => {
  const center = await open();
  const { world, clock } = center;
  for (const name of ['anna', 'bela']) await changeStatus(world, await arriveAgent(center, name), available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  const first = (await readContact(world.db, contactId))?.agentId;
  const due = clock.now + declineHoldsMs;
  await endOffer(world, contactId, 1, { kind: 'declined' });
  clock.now += 10_000;
  center.deadlines.length = 0;
  await endOffer(world, contactId, 2, { kind: 'declined' });
  const [look] = center.deadlines.filter(({ deadline }) => deadline.kind === 'decline-over');
  expect(look?.atMs).toBe(due);
  clock.now = due;
  await handleDeadline(world, { kind: 'decline-over', contactId });
  expect(await readContact(world.db, contactId)).toMatchObject({ state: 'offered', agentId: first });
});

test('a client that shows nothing loses its lease, and the next agent is asked at once', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  center.clock.now += 1000;
  const bela = await arriveAgent(center, 'bela');
  await changeStatus(world, bela, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  expect((await readContact(world.db, contactId))?.agentId).toBe(anna);
  await handleDeadline(world, { kind: 'offer-unseen', contactId, n: 1 });
  expect((await readContact(world.db, contactId))?.agentId).toBe(bela);
  expect((await readAgent(world.db, anna))?.leaseUntil).toBeUndefined();
});

test('a caller who hangs up while it rings gives the agent their place back', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const since = (await readAgent(world.db, anna))?.idleSince;
  const contactId = await arriveCall(center, 'c1');
  center.clock.now += 5000;
  await enqueue(world, contactId, { queueId });
  await endContact(world, contactId, 'caller-hung-up');
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'idle', status: 'available', idleSince: since });
  expect(types(center, anna)).toContain('offer-withdrawn');
  expect(await readEntries(world.db, queueId)).toEqual([]);
});

test('an agent without audio is a miss, and the caller keeps the place before those who came later', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await acceptOffer(world, anna, contactId, 1);
  center.clock.now += 1000;
  const later = await arriveCall(center, 'c2');
  await enqueue(world, later, { queueId });
  await handleDeadline(world, { kind: 'audio-missing', contactId, n: 1 });
  const contact = await readContact(world.db, contactId);
  expect(contact?.state).toBe('waiting');
  expect(contact === undefined ? 0 : await positionOf(world.db, contact)).toBe(1);
  expect(await readAgent(world.db, anna)).toMatchObject({ breakReason: 'missed' });
  expect(await reportAudio(world, anna, contactId, 1)).toMatchObject({ result: { refused: { code: 'offer-over' } } });
});

test('a wrap-up that runs out of time frees the agent and may still be handed in', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await acceptOffer(world, anna, contactId, 1);
  await reportAudio(world, anna, contactId, 1);
  await changeStatus(world, anna, { status: 'on-break', breakReason: 'lunch' });
  await endContact(world, contactId, 'agent-hung-up', { agentId: anna, n: 1 });
  await wrapUpDeadline(world, contactId, 1);
  expect((await readAgent(world.db, anna))?.state).toBe('wrapping-up');
  center.clock.now += 60_000;
  await wrapUpDeadline(world, contactId, 1);
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'idle', status: 'on-break', breakReason: 'lunch' });
  const request = WrapUpRequest.parse({ n: 1, disposition: 'solved', ticketStatus: 'open' });
  expect(await completeWrapUp(world, anna, contactId, request)).toEqual({ done: true });
});

test('a connected caller whose agent is lost enters the queue again, before later ones', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await acceptOffer(world, anna, contactId, 1);
  await reportAudio(world, anna, contactId, 1);
  center.clock.now += 91_000;
  await handleDeadline(world, { kind: 'lease-ended', agentId: anna });
  expect((await readContact(world.db, contactId))?.state).toBe('waiting');
  expect(await readEntries(world.db, queueId)).toHaveLength(1);
  expect((await returnToQueue(world, contactId, 'lease-ended')).state).toBe('waiting');
});

test('the write that frees an agent offers the caller who waits, and that which queues a caller takes the agent who is free', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const [first, second] = [await arriveCall(center, 'c1'), await arriveCall(center, 'c2')];
  await enqueue(world, first, { queueId });
  await enqueue(world, second, { queueId });
  await acceptOffer(world, anna, first, 1);
  await reportAudio(world, anna, first, 1);
  await endContact(world, first, 'caller-hung-up');
  const before = center.pushed.length;
  await completeWrapUp(world, anna, first, WrapUpRequest.parse({ n: 1, disposition: 'solved', ticketStatus: 'open' }));
  // The offer of the next closes the old one.
  expect(center.pushed[before]?.message).toMatchObject({ type: 'offer', closes: { contactId: first, n: 1 } });
  expect(center.pushed.slice(before).map(({ message }) => message.type)).toEqual(['offer', 'agent']);
  const puts = center.stream('routing', 0).filter(({ change }) => change.event === 'INSERT');
  // Anna's vacancy of the morning, and the place of the second caller: nobody else had to be found by the indexes.
  expect(puts.map(({ change }) => change.sk.split('#')[0]).filter((kind) => kind === 'IDLE' || kind === 'WAIT')).toEqual(['IDLE', 'WAIT']);
  const states = (await agentFacts(center, anna)).map(({ data }) => ('state' in data ? data.state : undefined));
  expect(states.filter((state) => state !== undefined)).toEqual(['offered', 'engaged', 'wrapping-up', 'idle', 'offered']);
});

test('a wrap-up whose time is over closes the contact before the next is offered', async () => {
  const center = await open();
  const { world, clock } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const [first, second] = [await arriveCall(center, 'c1'), await arriveCall(center, 'c2')];
  await enqueue(world, first, { queueId });
  await enqueue(world, second, { queueId });
  await acceptOffer(world, anna, first, 1);
  await reportAudio(world, anna, first, 1);
  await endContact(world, first, 'caller-hung-up');
  clock.now += 60_000;
  const before = center.pushed.length;
  await wrapUpDeadline(world, first, 1);
  expect(center.pushed.slice(before).map(({ message }) => message.type)).toEqual(['offer', 'agent']);
});

test('a meeting that comes when the offer is over is ended, and the next offer has its own', async () => {
  let late: (() => Promise<void>) | undefined;
  const effect = async (name: string) => {
    if (name !== 'prepare') return;
    const meanwhile = late;
    late = undefined;
    await meanwhile?.();
  };
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] }, { effect });
  const { world, meetings } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const [first, second] = [await arriveCall(center, 'c1'), await arriveCall(center, 'c2')];
  late = async () => void (await endOffer(world, first, 1, { kind: 'declined' }));
  await enqueue(world, first, { queueId });
  expect(await readContact(world.db, first)).not.toHaveProperty('seats');
  await deliverStreams(center);
  expect([...meetings.ended]).toEqual(['meeting-c1-1']);
  // Even when the stream has told of the end before the meeting was made.
  const cursors: Parameters<typeof deliverStreams>[1] = new Map();
  late = async () => {
    await endContact(world, second, 'caller-hung-up');
    await deliverStreams(center, cursors);
  };
  await enqueue(world, second, { queueId });
  center.clock.now += 31_000;
  for (const { deadline } of center.deadlines.splice(0)) if (deadline.kind === 'meeting-unnoted') await handleDeadline(world, deadline);
  expect([...meetings.ended]).toEqual(['meeting-c1-1', 'meeting-c2-1']);
});

test('how to get into a meeting lies beside the contact, which stays below a kilobyte', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  const taken = await acceptOffer(world, anna, contactId, 1);
  const { seats } = await requireContact(world.db, contactId);
  expect(seats).toEqual({
    meetingId: 'meeting-c1-1',
    n: 1,
    caller: { attendeeId: 'meeting-c1-1-caller' },
    agent: { attendeeId: 'meeting-c1-1-anna' },
  });
  expect(taken).toMatchObject({ meeting: { caller: { joinToken: 'token-caller' }, agent: { joinToken: 'token-anna' } } });
  // Whoever comes late with another meeting for it finds the first, and theirs is ended.
  const prepare = world.meetings.prepare.bind(world.meetings);
  world.meetings.prepare = async (...asked) => ({
    ...(await prepare(...asked)),
    ...{ meetingId: 'another', meeting: { MeetingId: 'another' } },
  });
  expect(await makeMeeting(world, contactId, 1, anna)).toMatchObject({ meetingId: 'meeting-c1-1' });
  expect([...center.meetings.ended]).toEqual(['another']);
});

test('seats that a function of before notes while its offer is taken back are forgotten', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  const read = await requireContact(world.db, contactId);
  const seats = { meetingId: 'm', caller: { attendeeId: 'a', joinToken: 't' }, agent: { attendeeId: 'b', joinToken: 't' } };
  await world.db.write([{ table: 'contacts', update: contactKeys.contact(contactId), set: { seats } }]);
  const { writes, after } = changeContact(read, world.now(), { state: 'waiting', seats: undefined }, []);
  expect(after).not.toHaveProperty('seats');
  expect((await world.db.write(writes)).outcome).toBe('written');
  expect(await readContact(world.db, contactId)).not.toHaveProperty('seats');
});

test('of two who hand the same wrap-up in within the same moment one does: one ticket, one fact', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  await acceptOffer(world, anna, contactId, 1);
  await reportAudio(world, anna, contactId, 1);
  await endContact(world, contactId, 'caller-hung-up');
  const request = WrapUpRequest.parse({ n: 1, disposition: 'solved', ticketStatus: 'open' });
  // The second has read the agent's share before the first has said a word on it, and the agent after that.
  await completeWrapUp(world, anna, contactId, request);
  let late = 2;
  const db: Database = {
    ...world.db,
    query: async ({ limit, ...asked }) => {
      const items = await world.db.query(asked);
      return items.filter((item) => !isWord(String(item['sk'])) || late-- <= 0).slice(0, limit);
    },
  };
  expect(await completeWrapUp({ ...world, db }, anna, contactId, request)).toEqual({ done: true });
  expect(late).toBeLessThan(0);
  const tickets = center.stream('tickets', 0).filter(({ change }) => change.sk === 'TICKET');
  expect(tickets).toHaveLength(1);
  const facts = await readFacts(world.db, contactId);
  expect(facts.filter(({ type }) => type === 'WrapUpCompleted')).toHaveLength(1);
});

test('who is written about while it rings takes the offer all the same, and keeps what was written', async () => {
  const center = await open();
  const { world } = center;
  const anna = await arriveAgent(center, 'anna');
  await changeStatus(world, anna, available);
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId });
  // The offer knows her as she was when it was made.
  await world.db.write([
    { table: 'routing', update: routingKeys.agent(anna), set: { name: 'Anna B.', skills: { hu: 3 }, version: 40, seq: 40 } },
  ]);
  expect(await acceptOffer(world, anna, contactId, 1)).toMatchObject({ contact: { state: 'accepted' } });
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'engaged', name: 'Anna B.', skills: { hu: 3 }, version: 41, seq: 41 });
});
