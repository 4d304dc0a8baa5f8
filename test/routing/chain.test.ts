/** Deadlines that set the next one stay one chain, however often their messages come. */
import { expect, test } from 'vitest';
import { renewLease } from '../../shared/agents/lease.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { renewContact } from '../../shared/contacts/renew-contact.ts';
import { ConnectionId, instant } from '../../shared/ids.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import type { Deadline } from '../../shared/world.ts';
import { arriveAgent, arriveCall, type Center, openCenter, profile, queue } from './center.ts';

const open = () => openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });

/** Lets the next deadline of a kind come, `times` times, and answers for when the next ones are set. */
async function comes(center: Center, kind: Deadline['kind'], times: number): Promise<number[]> {
  const all = center.deadlines.filter(({ deadline }) => deadline.kind === kind).toSorted((a, b) => a.atMs - b.atMs);
  const [next] = all;
  if (next === undefined) throw new Error(`No ${kind} is set`);
  const due = all.filter(({ atMs }) => atMs === next.atMs);
  for (const one of due) center.deadlines.splice(center.deadlines.indexOf(one), 1);
  center.clock.now = next.atMs;
  for (let i = 0; i < due.length * times; i++) await handleDeadline(center.world, next.deadline, instant(next.atMs));
  return center.deadlines.filter(({ deadline }) => deadline.kind === kind).map(({ atMs }) => atMs);
}

test('a look at a contact that comes twice is followed by one', async () => {
  const center = await open();
  const contactId = await arriveCall(center, 'c1');
  center.deadlines.push({ deadline: { kind: 'contact-expired', contactId }, atMs: center.clock.now + 60_000 });
  for (const minute of [2, 4, 6]) {
    await renewContact(center.world, contactId, center.clock.now + minute * 60_000);
    expect(await comes(center, 'contact-expired', 2)).toHaveLength(1);
  }
});

test('two looks at a contact that were set at the same time become one', async () => {
  const center = await open();
  const contactId = await arriveCall(center, 'c1');
  const twin = { deadline: { kind: 'contact-expired', contactId } as const, atMs: center.clock.now + 60_000 };
  center.deadlines.push({ ...twin }, { ...twin });
  await renewContact(center.world, contactId, center.clock.now + 120_000);
  expect(await comes(center, 'contact-expired', 1)).toHaveLength(1);
});

test('a look at a lease that comes twice is followed by one, as long as the client lives', async () => {
  const center = await open();
  const anna = await arriveAgent(center, 'anna');
  const { connectionId = ConnectionId.parse('none') } = await requireAgent(center.world.db, anna);
  center.deadlines.push({ deadline: { kind: 'lease-ended', agentId: anna }, atMs: center.clock.now + 90_000 });
  for (let round = 0; round < 3; round++) {
    center.clock.now += 60_000;
    await renewLease(center.world, anna, connectionId);
    expect(await comes(center, 'lease-ended', 2)).toHaveLength(1);
  }
});
