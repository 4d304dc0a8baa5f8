/** Picking, and what supervisors do, over the real table operations. */
import { expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { readContact, requireContact } from '../../shared/contacts/read-contact.ts';
import type { Database } from '../../shared/database/database.ts';
import { AgentId, type ContactId, instant, ProfileId, QueueId, SkillId } from '../../shared/ids.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { pickContact } from '../../shared/routing/pick.ts';
import { setAgent } from '../../shared/routing/set-agent.ts';
import { steerContact } from '../../shared/routing/steer.ts';
import { waitingFor } from '../../shared/routing/waiting-list.ts';
import { whoWouldGet } from '../../shared/routing/who.ts';
import { whyNoCalls, whyThisAgent } from '../../shared/routing/why.ts';
import { arriveAgent, arriveCall, type Center, openCenter, profile, queue, startMs } from './center.ts';
import { agentFacts, factsOf } from './stories.ts';

const technical = QueueId.parse('technical');
const billing = QueueId.parse('billing');
const hungarian = SkillId.parse('hungarian');
const supervisor = AgentId.parse('supervisor');
const profiles = [profile('everyone', [['technical', 1]]), profile('billing', [['billing', 1]])];
const open = (picked = false) =>
  openCenter({ queues: [queue('technical', { picked }), queue('billing', { fallback: 'voicemail' })], profiles });

async function comes(center: Center, name: string, profileId = 'everyone'): Promise<AgentId> {
  const agentId = await arriveAgent(center, name, profileId);
  await changeStatus(center.world, agentId, { status: 'available' });
  center.clock.now += 1000;
  return agentId;
}
async function calls(center: Center, name: string, queueId = technical): Promise<ContactId> {
  const contactId = await arriveCall(center, name);
  await enqueue(center.world, contactId, { queueId });
  return contactId;
}

test('from a queue that is picked from nothing is offered; of two who pick the same contact one has it, and the other reads why not', async () => {
  const center = await open(true);
  const { world } = center;
  const [anna, bela] = [await comes(center, 'anna'), await comes(center, 'bela')];
  const contactId = await calls(center, 'c1');
  expect((await requireContact(world.db, contactId)).state).toBe('waiting');
  expect(await waitingFor(world, anna)).toMatchObject([{ picked: true, waiting: 1, contacts: [{ contactId, asks: 'anybody' }] }]);
  const both = await Promise.all([anna, bela].map((agentId) => pickContact(world, agentId, contactId)));
  const refusals = both.flatMap((one) => ('refused' in one ? [one.refused] : []));
  expect(refusals).toMatchObject([{ code: 'taken-by-other', sentence: 'A colleague was faster: they have this contact.' }]);
  const contact = await requireContact(world.db, contactId);
  expect(contact.state).toBe('accepted');
  expect(await pickContact(world, AgentId.parse(contact.agentId ?? ''), contactId)).toMatchObject({ contact: { state: 'accepted' } });
});

test('who is moved to another queue while an agent looks comes by that queue, behind those who waited there before', async () => {
  const serves = profile('everyone', [
    ['technical', 1],
    ['billing', 2],
  ]);
  const center = await openCenter({ queues: [queue('technical'), queue('billing')], profiles: [serves] });
  const { world } = center;
  const first = await calls(center, 'c1', billing);
  center.clock.now += 1000;
  const moved = await calls(center, 'c2');
  const anna = await arriveAgent(center, 'anna');
  let isLooking = true;
  const db: Database = {
    ...world.db,
    // Between the lists, and the contact that stands first in them.
    get: async (table, key, eventual) => {
      if (key.pk === `CONTACT#${moved}` && isLooking) {
        isLooking = false;
        await steerContact(world, moved, { do: 'move', queueId: billing }, supervisor);
      }
      return world.db.get(table, key, eventual);
    },
  };
  await changeStatus({ ...world, db }, anna, { status: 'available' });
  expect(isLooking).toBe(false);
  expect(await readContact(world.db, first)).toMatchObject({ state: 'offered', agentId: anna });
  expect(await readContact(world.db, moved)).toMatchObject({ state: 'waiting', queueId: billing });
});

test('nobody picks who is busy, or does not serve the queue', async () => {
  const center = await open(true);
  const [anna, cili] = [await comes(center, 'anna'), await comes(center, 'cili', 'billing')];
  const contactId = await calls(center, 'c1');
  expect(await pickContact(center.world, cili, contactId)).toMatchObject({ refused: { code: 'not-your-queue' } });
  await changeStatus(center.world, anna, { status: 'on-break', breakReason: 'lunch' });
  expect(await pickContact(center.world, anna, contactId)).toMatchObject({ refused: { code: 'not-free' } });
});

test('an agent whose status a supervisor sets reads so, with the reason; their own choice takes the word away', async () => {
  const center = await open();
  const anna = await comes(center, 'anna');
  await setAgent(center.world, anna, { status: 'on-break', breakReason: 'training', note: 'room 4' }, supervisor);
  const notice = 'A supervisor has set you on a break: “room 4”';
  expect(await requireAgent(center.world.db, anna)).toMatchObject({ status: 'on-break', breakReason: 'training', notice });
  await changeStatus(center.world, anna, { status: 'available' });
  expect(await requireAgent(center.world.db, anna)).not.toHaveProperty('notice');
});

test('a supervisor lends an agent to another routing profile: it holds at once and goes back in time', async () => {
  const center = await open();
  const { world, clock } = center;
  const anna = await comes(center, 'anna');
  const contactId = await calls(center, 'c1', billing);
  const until = instant(clock.now + 60_000);
  const profileId = ProfileId.parse('billing');
  expect(await setAgent(world, anna, { profileId, until, note: 'the queue is long' }, supervisor)).toMatchObject({ agent: { profileId } });
  expect(await readContact(world.db, contactId)).toMatchObject({ state: 'offered', agentId: anna });
  await handleDeadline(world, { kind: 'lent-until', agentId: anna, until: instant(startMs) });
  expect((await requireAgent(world.db, anna)).profileId).toBe('billing');
  clock.now += 60_000;
  await handleDeadline(world, { kind: 'lent-until', agentId: anna, until });
  const back = await requireAgent(world.db, anna);
  expect(back.profileId).toBe('everyone');
  expect(back).not.toHaveProperty('lent');
  const facts = await agentFacts(center, anna);
  expect(facts.find(({ type }) => type === 'AgentProfileChanged')?.data).toEqual({
    profileId: 'billing',
    supervisorId: supervisor,
    note: 'the queue is long',
    until,
  });
});

test('a supervisor sends an agent on a break: an offer that rings goes to the next, and the reason is on record', async () => {
  const center = await open();
  const { world } = center;
  const [anna, bela] = [await comes(center, 'anna'), await comes(center, 'bela')];
  const contactId = await calls(center, 'c1');
  expect((await requireContact(world.db, contactId)).agentId).toBe(anna);
  await setAgent(world, anna, { status: 'on-break', breakReason: 'training', note: 'headset' }, supervisor);
  expect((await requireContact(world.db, contactId)).agentId).toBe(bela);
  const facts = await agentFacts(center, anna);
  const data = facts.filter(({ type }) => type === 'AgentStatusChanged').at(-1)?.data;
  expect(data).toEqual({ status: 'on-break', reason: 'training', by: 'supervisor', supervisorId: supervisor, note: 'headset' });
});

test('a supervisor moves a waiting contact, raises it, and lets it go to its fallback', async () => {
  const center = await open();
  const { world } = center;
  const contactId = await calls(center, 'c1');
  await steerContact(world, contactId, { do: 'raise', priority: 9 }, supervisor);
  expect((await requireContact(world.db, contactId)).priority).toBe(9);
  await steerContact(world, contactId, { do: 'move', queueId: billing }, supervisor);
  expect(await requireContact(world.db, contactId)).toMatchObject({ state: 'waiting', queueId: billing, priority: 5 });
  await steerContact(world, contactId, { do: 'release' }, supervisor);
  expect(await requireContact(world.db, contactId)).toMatchObject({
    state: 'in-flow',
    flow: 'voicemail',
    attributes: { left: 'withdrawn' },
  });
  expect(await steerContact(world, contactId, { do: 'release' }, supervisor)).toMatchObject({ refused: { code: 'waits-no-more' } });
  expect((await factsOf(center, contactId)).map(({ type }) => type).slice(1)).toEqual([
    'ContactQueued',
    'PriorityChanged',
    'EntryLeft',
    'ContactQueued',
    'EntryLeft',
  ]);
});

test('why this agent, who would get this call, and why an agent gets none', async () => {
  const center = await openCenter({
    queues: [queue('technical', { steps: [{ seconds: 60, skills: [{ skillId: hungarian, level: 4 }] }, {}] })],
    profiles: [profile('everyone', [['technical', 1]])],
  });
  const { world } = center;
  const [anna, bela] = [await comes(center, 'anna'), await comes(center, 'bela')];
  await setAgent(world, bela, { skills: { [hungarian]: 5 } }, supervisor);
  const first = await calls(center, 'c1');
  expect(await whyThisAgent(world, first)).toMatchObject({
    sentence: 'The only free agent for this queue.',
    agents: [{ name: 'bela' }, { name: 'anna', ruledOut: 'knows hungarian not, asked is level 4' }],
  });
  const second = await calls(center, 'c2');
  expect(await whoWouldGet(world, second)).toMatchObject({
    sentence: 'Nobody can have it now. That may change at 10:01:02 UTC, when it asks for others.',
    asks: 'anybody with hungarian at level 4 or better',
    agents: [{ name: 'anna' }, { name: 'bela', ruledOut: 'is being offered a contact' }],
  });
  expect(await whyNoCalls(world, anna)).toEqual({
    name: 'anna',
    sentences: ['One contact waits in technical: knows hungarian not, asked is level 4.'],
  });
  await changeStatus(world, anna, { status: 'offline' });
  expect((await whyNoCalls(world, anna))?.sentences).toEqual(['anna is offline.']);
});
