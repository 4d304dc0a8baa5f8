/** Whom a queue does not keep: steps, overflow, limits and closing, over the real table operations. */
import { expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { type AgentId, type ContactId, epochMs, instant, QueueId, SkillId } from '../../shared/ids.ts';
import type { Queue } from '../../shared/queues/queue.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { readEntries } from '../../shared/routing/read-places.ts';
import { renewContact } from '../../shared/contacts/renew-contact.ts';
import { isRoutingSetting, settingTold } from '../../shared/routing/settings-changed.ts';
import { arriveAgent, arriveCall, type Center, deliverStreams, openCenter, profile, queue, startMs } from './center.ts';
import { factsOf, stepTo } from './stories.ts';

const technical = QueueId.parse('technical');
const billing = QueueId.parse('billing');
const hungarian = SkillId.parse('hungarian');
const profiles = [profile('everyone', [['technical', 1]]), profile('billing', [['billing', 1]])];
const open = (over: Partial<Queue> = {}) => openCenter({ queues: [queue('technical', over), queue('billing')], profiles });
const available = { status: 'available' } as const;

async function comes(center: Center, name: string, profileId = 'everyone', skills?: Record<string, number>): Promise<AgentId> {
  const agentId = await arriveAgent(center, name, profileId);
  if (skills !== undefined)
    await center.world.db.write([{ table: 'routing', update: { pk: `AGENT#${agentId}`, sk: 'AGENT' }, set: { skills } }]);
  await changeStatus(center.world, agentId, available);
  return agentId;
}
async function calls(center: Center, name: string): Promise<ContactId> {
  const contactId = await arriveCall(center, name);
  await enqueue(center.world, contactId, { queueId: technical });
  await deliverStreams(center);
  return contactId;
}
const present = (center: Center, contactId: ContactId) => requireContact(center.world.db, contactId);
const lists = async ({ world }: Center) =>
  Promise.all([technical, billing].map(async (one) => (await readEntries(world.db, one)).map(({ contactId }) => contactId)));

test('who asks for a skill waits for it, then for less of it, then for anybody', async () => {
  const skills = (level: number) => [{ skillId: hungarian, level }];
  const center = await open({ steps: [{ seconds: 30, skills: skills(4) }, { seconds: 30, skills: skills(2) }, {}] });
  const anna = await comes(center, 'anna', 'everyone', { [hungarian]: 2 });
  const contactId = await calls(center, 'c1');
  expect((await present(center, contactId)).state).toBe('waiting');
  await stepTo(center, 29_999);
  expect((await present(center, contactId)).state).toBe('waiting');
  await stepTo(center, 30_000);
  expect(await present(center, contactId)).toMatchObject({ state: 'offered', agentId: anna });
});

test('who comes back from an agent stands in the lists of the step that began meanwhile', async () => {
  const center = await open({ steps: [{ seconds: 20 }, { queues: [billing] }], ringSeconds: 60 });
  await comes(center, 'anna');
  const contactId = await calls(center, 'c1');
  center.clock.now = startMs + 30_000;
  await endOffer(center.world, contactId, 1, { kind: 'declined' });
  expect(await lists(center)).toEqual([[contactId], [contactId]]);
});

test('who seemed dead and is not gets the agent who came meanwhile', async () => {
  const center = await open();
  const contactId = await calls(center, 'c1');
  center.clock.now = epochMs((await present(center, contactId)).aliveUntil) + 1000;
  const anna = await comes(center, 'anna');
  expect((await present(center, contactId)).state).toBe('waiting');
  await renewContact(center.world, contactId, center.clock.now + 60_000);
  expect(await present(center, contactId)).toMatchObject({ state: 'offered', agentId: anna });
});

test('a contact overflows to another queue’s list and leaves both lists with the offer', async () => {
  const center = await open({ steps: [{ seconds: 20 }, { queues: [billing] }] });
  const contactId = await calls(center, 'c1');
  expect(await lists(center)).toEqual([[contactId], []]);
  await stepTo(center, 20_000);
  expect(await lists(center)).toEqual([[contactId], [contactId]]);
  const cili = await comes(center, 'cili', 'billing');
  expect(await present(center, contactId)).toMatchObject({ state: 'offered', agentId: cili, queueId: technical });
  expect(await lists(center)).toEqual([[], []]);
});

test('nobody on duty: the caller leaves at once, and when the last agent goes those who wait leave too', async () => {
  const center = await open({ needsStaff: true, fallback: 'voicemail' });
  const first = await calls(center, 'c1');
  expect(await present(center, first)).toMatchObject({ state: 'in-flow', flow: 'voicemail', run: 1, attributes: { left: 'no-agents' } });
  const anna = await comes(center, 'anna');
  const talking = await calls(center, 'c2');
  const waiting = await calls(center, 'c3');
  expect((await present(center, talking)).state).toBe('offered');
  expect((await present(center, waiting)).state).toBe('waiting');
  await changeStatus(center.world, anna, { status: 'offline' });
  await deliverStreams(center);
  for (const one of [talking, waiting])
    expect(await present(center, one)).toMatchObject({ state: 'in-flow', attributes: { left: 'no-agents' } });
  expect(await lists(center)).toEqual([[], []]);
  expect((await factsOf(center, waiting)).filter(({ type }) => type === 'EntryLeft')).toHaveLength(1);
});

test('more than so many do not wait, and nobody waits longer than so long', async () => {
  const center = await open({ maxWaiting: 2, maxWaitSeconds: 120 });
  const [one, two, three] = [await calls(center, 'c1'), await calls(center, 'c2'), await calls(center, 'c3')];
  expect(await present(center, three)).toMatchObject({ state: 'in-flow', flow: 'unserved', attributes: { left: 'queue-full' } });
  await renewContact(center.world, one, startMs + 600_000);
  await stepTo(center, 120_000);
  for (const waited of [one, two])
    expect(await present(center, waited)).toMatchObject({ state: 'in-flow', attributes: { left: 'timed-out' } });
});

test('who waits when the hours end is served for the closing time, then leaves; who comes when they are over is not kept', async () => {
  const center = await open({ hoursId: 'office', closingSeconds: 600 });
  // Saturday, 10 o'clock in UTC is the start; the office closes at 10:20.
  const hours = {
    schemaVersion: 1,
    hoursId: 'office',
    name: 'Office',
    timeZone: 'UTC',
    open: [{ day: 'sat', from: '09:00', to: '10:20' }],
  };
  await center.world.db.write([{ table: 'settings', put: { ...settingKeys.hours('office'), ...hours } }]);
  const contactId = await calls(center, 'c1');
  await stepTo(center, 29 * 60_000);
  expect((await present(center, contactId)).state).toBe('waiting');
  await stepTo(center, 30 * 60_000);
  expect(await present(center, contactId)).toMatchObject({ state: 'in-flow', attributes: { left: 'closed' } });
  const late = await calls(center, 'c2');
  expect(await present(center, late)).toMatchObject({ state: 'in-flow', attributes: { left: 'closed' } });
});

test('a queue may leave the agent available after a miss, and asks another about this contact first', async () => {
  const center = await open({ afterMissed: 'available' });
  const anna = await comes(center, 'anna');
  const contactId = await calls(center, 'c1');
  await handleDeadline(center.world, { kind: 'offer-unanswered', contactId, n: 1 });
  expect(await requireAgent(center.world.db, anna)).toMatchObject({
    status: 'available',
    state: 'idle',
    notice: 'You missed a call. You are available still.',
  });
  expect((await present(center, contactId)).state).toBe('waiting');
  const again = center.deadlines.find(({ deadline }) => deadline.kind === 'decline-over');
  expect(again).toBeDefined();
  center.clock.now = again?.atMs ?? 0;
  await handleDeadline(center.world, { kind: 'decline-over', contactId });
  expect((await present(center, contactId)).state).toBe('offered');
});

test('a caller with a last agent waits for them first, unless they are not there', async () => {
  const center = await open({ steps: [{ seconds: 15, agent: 'last' }, {}] });
  const { world } = center;
  const anna = await comes(center, 'anna');
  center.clock.now += 1000;
  const bela = await comes(center, 'bela');
  const known = async (name: string) => {
    const contactId = await arriveCall(center, name);
    await world.db.write([
      { table: 'contacts', update: { pk: `CONTACT#${contactId}`, sk: 'CONTACT' }, set: { customerId: 'maria' } },
      {
        table: 'contacts',
        put: {
          pk: 'CUSTOMER#maria',
          sk: 'CONTACT#2026-11-01#old',
          schemaVersion: 1,
          contactId: 'old',
          arrivedAt: '2026-11-01T00:00:00.000Z',
          agentId: bela,
        },
      },
    ]);
    await enqueue(world, contactId, { queueId: technical });
    return present(center, contactId);
  };
  expect((await known('c1')).agentId).toBe(bela);
  await changeStatus(world, bela, { status: 'offline' });
  expect(await known('c2')).toMatchObject({ agentId: anna });
});

test('priority and fallback of the flow count before those of the queue', async () => {
  const center = await open({ maxWaitSeconds: 60, fallback: 'voicemail' });
  const contactId = await arriveCall(center, 'c1');
  await enqueue(center.world, contactId, { queueId: technical, priority: 8, fallback: 'callback' });
  await deliverStreams(center);
  const contact = await present(center, contactId);
  expect(contact).toMatchObject({ priority: 8, fallback: 'callback' });
  expect(epochMs(contact.queuedAt ?? contact.arrivedAt)).toBe(startMs);
  await stepTo(center, 60_000);
  expect(await present(center, contactId)).toMatchObject({ state: 'in-flow', flow: 'callback' });
});

test('a changed routing profile has its idle agents matched anew, when everybody goes by it', async () => {
  const center = await open();
  const { world } = center;
  const cili = await comes(center, 'cili', 'billing');
  const contactId = await calls(center, 'c1');
  expect((await present(center, contactId)).state).toBe('waiting');
  const after = profile('billing', [
    ['billing', 1],
    ['technical', 2],
  ]);
  await world.db.write([{ table: 'settings', put: { ...settingKeys.profile('billing'), ...after } }]);
  await settingTold(world, { before: { ...profiles[1] }, after: { ...after } });
  const told = center.deadlines.find(({ deadline }) => deadline.kind === 'settings-changed');
  expect(told?.atMs).toBe(center.clock.now + 5_000);
  if (told !== undefined) await handleDeadline(world, told.deadline);
  expect(await present(center, contactId)).toMatchObject({ state: 'offered', agentId: cili });
});

test('a changed calendar is looked at for those who wait by hours that name it', async () => {
  const center = await open({ hoursId: 'office', closingSeconds: 0 });
  const { world, clock } = center;
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => ({ day, from: '00:00', to: '24:00' }));
  const hours = { schemaVersion: 1, hoursId: 'office', name: 'Office', timeZone: 'UTC', open: week, calendarIds: ['holidays'] };
  const calendar = { schemaVersion: 1, calendarId: 'holidays', name: 'Holidays', days: [] as object[] };
  await world.db.write([{ table: 'settings', put: { ...settingKeys.hours('office'), ...hours } }]);
  await world.db.write([{ table: 'settings', put: { ...settingKeys.calendar('holidays'), ...calendar } }]);
  const contactId = await calls(center, 'c1');
  expect((await present(center, contactId)).state).toBe('waiting');
  const today = { ...calendar, days: [{ date: instant(clock.now).slice(0, 10), name: 'A day off', open: [] }] };
  await world.db.write([{ table: 'settings', put: { ...settingKeys.calendar('holidays'), ...today } }]);
  expect(isRoutingSetting(settingKeys.calendar('holidays').pk)).toBe(true);
  await settingTold(world, { before: calendar, after: today });
  const told = center.deadlines.find(({ deadline }) => deadline.kind === 'settings-changed');
  expect(told?.deadline).toEqual({ kind: 'settings-changed', queueIds: ['technical'] });
  if (told !== undefined) await handleDeadline(world, told.deadline);
  expect(await present(center, contactId)).toMatchObject({ state: 'in-flow', attributes: { left: 'closed' } });
});

test('who enters a queue in the moment in which it is removed goes to the flow for callers whom nobody serves', async () => {
  const center = await open();
  const { world } = center;
  const contactId = await calls(center, 'c1');
  await world.db.write([{ table: 'settings', delete: settingKeys.queue(technical) }]);
  await settingTold(world, { before: { ...queue('technical') } });
  const told = center.deadlines.find(({ deadline }) => deadline.kind === 'settings-changed');
  if (told !== undefined) await handleDeadline(world, told.deadline);
  expect(await present(center, contactId)).toMatchObject({ state: 'in-flow', flow: 'unserved', attributes: { left: 'closed' } });
});
