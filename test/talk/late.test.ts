import { expect, test } from 'vitest';
import { viewMe } from '../../functions/kit/me.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { forgetWrapUp } from '../../shared/agents/late-wrap-up.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readHistory } from '../../shared/contacts/history.ts';
import { readInteraction } from '../../shared/contacts/read-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { readTimeline } from '../../shared/contacts/timeline.ts';
import { ContactId, CustomerId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { returnToQueue } from '../../shared/routing/return-to-queue.ts';
import { clientAway } from '../../shared/talk/desertion.ts';
import { arriveCall, connect } from '../routing/center.ts';
import { comes, consults, openTalk, present, queueId, type Talk, talking, vanishes } from './talk.ts';

const request = { n: 1, disposition: 'follow-up', notes: 'Half done', subject: 'Heating', ticketStatus: 'open' } as const;
const meOf = async ({ center: { world }, anna }: Talk) => viewMe(world, await requireAgent(world.db, anna), ['agents']);

/** Anna's client is gone; what waits for her return is over. */
async function loses(talk: Talk): Promise<void> {
  const { center, anna } = talk;
  await vanishes(talk, anna);
  await clientAway(center.world, anna);
  for (const kind of ['client-away', 'return-over'] as const) {
    const due = center.deadlines.find(({ deadline }) => deadline.kind === kind);
    if (due === undefined) continue;
    center.clock.now = Math.max(center.clock.now, due.atMs);
    await handleDeadline(center.world, due.deadline);
  }
}

test('whose contact went back to the queue without them finds its wrap-up when they are back, and is not busy with it', async () => {
  const talk = await talking();
  const { center, anna, contactId } = talk;
  await loses(talk);
  expect(await present(talk)).toMatchObject({ state: 'waiting' });
  expect(await requireAgent(center.world.db, anna)).toMatchObject({ state: 'idle', late: [{ contactId, n: 1 }] });
  await changeStatus(center.world, anna, { status: 'offline' });
  await connect(center, anna, 'anna-2');
  expect(await meOf(talk)).toMatchObject({ agent: { state: 'idle' }, late: { contactId, n: 1, state: 'wrapping-up', lost: true } });
  expect(await completeWrapUp(center.world, anna, contactId, request)).toEqual({ done: true });
  expect(await readInteraction(center.world.db, contactId, 1)).toMatchObject({ state: 'completed', notes: 'Half done' });
  expect(await meOf(talk)).not.toHaveProperty('late');
  expect(await requireAgent(center.world.db, anna)).not.toHaveProperty('late');
});

test('whose contact a colleague has now may say their part, and the colleague the last word', async () => {
  const talk = await talking();
  const { center, anna, bela, contactId } = talk;
  await consults(talk);
  await comes(talk, bela);
  await loses(talk);
  expect(await present(talk)).toMatchObject({ state: 'connected', agentId: bela });
  expect(await meOf(talk)).toMatchObject({ late: { contactId, n: 1 } });
  expect(await completeWrapUp(center.world, anna, contactId, request)).toEqual({ done: true });
  expect(await present(talk)).toMatchObject({ state: 'connected', agentId: bela });
  const facts = await readFacts(center.world.db, contactId);
  expect(facts.map(({ type }) => type)).toContain('WrapUpCompleted');
});

test('a late wrap-up that is given up is asked for no more; twice is once', async () => {
  const talk = await talking();
  const { center, anna, contactId } = talk;
  await loses(talk);
  await forgetWrapUp(center.world, anna, { contactId, n: 1 });
  const once = await forgetWrapUp(center.world, anna, { contactId, n: 1 });
  expect(once).not.toHaveProperty('late');
  expect(await requireAgent(center.world.db, anna)).toEqual(once);
});

test('of more lost contacts than are kept the oldest is given up', async () => {
  const talk = await talking();
  const { center, anna } = talk;
  const older = Array.from({ length: 5 }, (_, i) => ({ contactId: `older-${i}`, n: 1 }));
  await center.world.db.write([{ table: 'routing', update: { pk: `AGENT#${anna}`, sk: 'AGENT' }, set: { late: older } }]);
  await loses(talk);
  const { late } = await requireAgent(center.world.db, anna);
  expect(late?.map(({ contactId }) => contactId)).toEqual(['older-1', 'older-2', 'older-3', 'older-4', talk.contactId]);
});

test('who was lost before anybody talked has nothing to write down', async () => {
  const talk = await openTalk();
  const { center, anna, contactId } = talk;
  await arriveCall(center, 'c1');
  await enqueue(center.world, contactId, { queueId });
  await acceptOffer(center.world, anna, contactId, 1);
  await returnToQueue(center.world, contactId, 'lease-ended');
  expect(await requireAgent(center.world.db, anna)).not.toHaveProperty('late');
  expect(await completeWrapUp(center.world, anna, contactId, request)).toMatchObject({ refused: { code: 'no-wrap-up' } });
});

test('who gets the same contact again owes one wrap-up for both shares', async () => {
  const talk = await talking();
  const { center, anna, contactId } = talk;
  await loses(talk);
  await connect(center, anna, 'anna-2');
  await comes(talk, anna);
  expect(await meOf(talk)).toMatchObject({ contact: { n: 2 }, agent: { state: 'engaged' } });
  await endContact(center.world, contactId, 'caller-hung-up');
  await completeWrapUp(center.world, anna, contactId, { ...request, n: 2 });
  expect(await meOf(talk)).not.toHaveProperty('late');
});

/** Anna's wrap-up runs out while she is away. */
async function misses(talk: Talk): Promise<void> {
  const { center, anna, contactId } = talk;
  await endContact(center.world, contactId, 'caller-hung-up');
  await vanishes(talk, anna);
  const due = center.deadlines.find(({ deadline }) => deadline.kind === 'wrap-up-due');
  if (due === undefined) throw new Error('There is no wrap-up');
  center.clock.now = due.atMs;
  await handleDeadline(center.world, due.deadline);
}

test('a wrap-up whose time runs out while its agent is offline waits for them, in any browser', async () => {
  const talk = await talking();
  const { center, anna, contactId } = talk;
  await misses(talk);
  expect(await requireAgent(center.world.db, anna)).toMatchObject({ state: 'idle', late: [{ contactId, n: 1 }] });
  expect(await readTimeline(center.world.db, contactId)).toMatchObject({ missed: [{ n: 1, agentId: anna, agentName: 'anna' }] });
  await connect(center, anna, 'anna-2');
  expect(await meOf(talk)).toMatchObject({ agent: { late: [{ contactId, n: 1 }] }, late: { contactId, missed: true } });
  expect(await completeWrapUp(center.world, anna, contactId, request)).toEqual({ done: true });
  expect(await meOf(talk)).not.toHaveProperty('late');
  expect(await readTimeline(center.world.db, contactId)).toMatchObject({ missed: [] });
});

test('a supervisor hands in what was missed, not what still runs, and the agent is asked no more', async () => {
  const talk = await talking();
  const { center, anna, bela, contactId } = talk;
  await endContact(center.world, contactId, 'caller-hung-up');
  expect(await completeWrapUp(center.world, anna, contactId, request, bela)).toMatchObject({ refused: { code: 'no-wrap-up' } });
  await misses(talk);
  expect(await completeWrapUp(center.world, anna, contactId, request, bela)).toEqual({ done: true });
  expect(await requireAgent(center.world.db, anna)).not.toHaveProperty('late');
  const { lines = [] } = (await readTimeline(center.world.db, contactId)) ?? {};
  expect(lines.at(-1)?.sentence).toBe('bela handed in the wrap-up that anna had missed: Follow-up, ticket open.');
});

test('the customer’s history says that a word is missing until somebody gives it', async () => {
  const talk = await talking();
  const { center, anna, contactId } = talk;
  const customerId = CustomerId.parse('maria');
  await center.world.db.write([{ table: 'contacts', update: { pk: `CONTACT#${contactId}`, sk: 'CONTACT' }, set: { customerId } }]);
  await misses(talk);
  const history = () => readHistory(center.world.db, customerId, ContactId.parse('another'));
  expect(await history()).toMatchObject([{ contactId, missedBy: anna, agentName: 'anna' }]);
  await completeWrapUp(center.world, anna, contactId, request);
  const [line] = await history();
  expect(line).toMatchObject({ disposition: 'follow-up' });
  expect(line).not.toHaveProperty('missedBy');
});
