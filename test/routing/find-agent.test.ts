import { expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { readAgent } from '../../shared/agents/read-agent.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { type AgentId, ProfileId, QueueId, SkillId } from '../../shared/ids.ts';
import type { Step } from '../../shared/queues/queue.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { type AgentSetting, setAgent } from '../../shared/routing/set-agent.ts';
import type { World } from '../../shared/world.ts';
import { arriveAgent, arriveCall, type Center, openCenter, profile, queue } from './center.ts';

const queueId = QueueId.parse('technical');
const hungarian = SkillId.parse('hungarian');
const other = ProfileId.parse('other');
const second = ProfileId.parse('second');

const steps: Step[] = [{ skills: [{ skillId: hungarian, level: 3 }] }];

/** Anna and Bela are free, Anna for longer. */
async function bothFree(unseen = () => 0): Promise<{ center: Center; anna: AgentId; bela: AgentId }> {
  const queues = [queue('technical', { steps }), queue('billing')];
  const profiles = [profile('everyone', [['technical', 1]]), profile('other', [['billing', 1]])];
  const center = await openCenter({ queues, profiles }, { unseen });
  const { world, clock } = center;
  const [anna, bela] = [await arriveAgent(center, 'anna'), await arriveAgent(center, 'bela')];
  for (const agentId of [anna, bela]) {
    await setAgent(world, agentId, { skills: { [hungarian]: 4 } }, bela);
    await changeStatus(world, agentId, { status: 'available' });
    clock.now += 1000;
  }
  return { center, anna, bela };
}

/** The same world; once, after a list of vacancies was read, something happens. */
function afterLists(world: World, happens: () => Promise<unknown>): World {
  let over = false;
  const query: World['db']['query'] = async (one) => {
    const items = await world.db.query(one);
    if (over || items.length === 0 || !one.pk.startsWith('PROFILE#')) return items;
    over = true;
    await happens();
    return items;
  };
  return { ...world, db: { ...world.db, query } };
}

test.each<[string, AgentSetting]>([
  ['another routing profile', { profileId: other }],
  ['other skills', { skills: { [hungarian]: 2 } }],
])('who was given %s after the list was read is chosen by what they are now', async (_, setting) => {
  const { center, anna, bela } = await bothFree();
  const { world } = center;
  const contactId = await arriveCall(center, 'c1');
  const contact = await enqueue(
    afterLists(world, () => setAgent(world, anna, setting, bela)),
    contactId,
    { queueId },
  );
  expect(contact).toMatchObject({ state: 'offered', agentId: bela });
  expect(await readAgent(world.db, anna)).toMatchObject({ state: 'idle' });
});

test('who has just learned what is asked comes in their turn, by reads that are behind too', async () => {
  for (let behind = 0; behind < 12; behind++) {
    let unseen = 0;
    const { center, anna, bela } = await bothFree(() => unseen);
    const { world } = center;
    await setAgent(world, anna, { skills: {} }, bela);
    await setAgent(world, anna, { skills: { [hungarian]: 3 } }, bela);
    const contactId = await arriveCall(center, 'c1');
    const known = await requireContact(world.db, contactId);
    unseen = behind;
    expect(await enqueue(world, contactId, { queueId }, known)).toMatchObject({ state: 'offered', agentId: anna });
  }
});

test('who has gone from the first level to the second meanwhile does not stand for those of the first who were not read', async () => {
  const center = await openCenter({
    queues: [queue('technical', { steps })],
    profiles: [profile('first', [['technical', 1]]), profile('second', [['technical', 2]])],
  });
  const { world, clock } = center;
  const arrives = async (name: string, level: number): Promise<AgentId> => {
    const agentId = await arriveAgent(center, name, 'first');
    await setAgent(world, agentId, { skills: { [hungarian]: level } }, agentId);
    await changeStatus(world, agentId, { status: 'available' });
    clock.now += 1000;
    return agentId;
  };
  const anna = await arrives('anna', 4);
  for (let i = 0; i < 12; i++) await arrives(`beginner-${i}`, 1);
  const zoe = await arrives('zoe', 4);
  const moved = Promise.withResolvers<void>();
  const query: World['db']['query'] = async (one) => {
    if (one.pk === 'PROFILE#second') await moved.promise;
    const items = await world.db.query(one);
    if (one.pk !== 'PROFILE#first' || one.prefix !== 'IDLE#') return items;
    await setAgent(world, anna, { profileId: second }, anna);
    moved.resolve();
    return items;
  };
  const contactId = await arriveCall(center, 'c1');
  expect(await enqueue({ ...world, db: { ...world.db, query } }, contactId, { queueId })).toMatchObject({ state: 'offered', agentId: zoe });
});
