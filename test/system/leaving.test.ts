/** Callers whom nobody serves, through the whole system with telephones that speak: each limit of a queue lets them go, to its fallback and at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlacedCall } from '../../local/caller.ts';
import { QueueId } from '../../shared/ids.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import type { Agent } from './agent.ts';
import { startCenter, type Center } from './center.ts';
import { choose } from './menu.ts';

const beepHz = 1000;
/** The keys of the menu. */
const keys = { product: '1', technical: '2', billing: '3', returns: '4' } as const;
type Name = keyof typeof keys;
/** All of them lead to a beep, so that the caller hears where they came. */
const limits: Record<Name, object> = {
  product: { maxWaitSeconds: 5 },
  technical: { needsStaff: true },
  billing: { hoursId: 'until-soon', closingSeconds: 1 },
  returns: { maxWaiting: 1 },
};

/** The next full minute; one that is nearly there counts no more. */
const nextMinute = (nowMs: number): Date => new Date(Math.ceil((nowMs + 5_000) / 60_000) * 60_000);

/** Open from yesterday until then, by the clock of UTC. */
function openUntil(at: Date): object[] {
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
  const today = new Date(at.getTime() - 1).getUTCDay();
  const to = at.toISOString().slice(11, 16);
  return [
    { day: days[(today + 6) % 7], from: '00:00', to: '24:00' },
    { day: days[today], from: '00:00', to: to === '00:00' ? '24:00' : to },
  ];
}

/** Each story has a queue of its own, so they happen at the same time: they wait more than they work. */
describe('a caller whom nobody serves', { timeout: 120_000, concurrent: true }, () => {
  let center: Center;
  let anna: Agent;
  let dora: Agent;

  /** An administrator's change of the hours; nobody else changes them. */
  const setHours = (version: number, open: object[] | 'always') =>
    dora.call(
      'POST /api/settings/{kind}/{id}',
      { kind: 'hours', id: 'until-soon' },
      { item: { name: 'Until soon', timeZone: 'UTC', open }, version },
    );

  beforeAll(async () => {
    center = await startCenter();
    dora = await center.agent('dora');
    await setHours(0, 'always');
    for (const [name, limit] of Object.entries(limits))
      // Nobody is offered anything in these queues: whoever waits goes on waiting.
      await center.db.write([
        { table: 'settings', update: settingKeys.queue(QueueId.parse(name)), set: { ...limit, picked: true, fallback: 'voicemail' } },
      ]);
    anna = await center.agent('anna');
    await anna.goAvailable();
  }, 240_000);
  afterAll(async () => {
    const left = [center?.errors, center?.deadLetters()];
    await center?.close();
    expect(left).toEqual([[], []]);
  });

  /** Calls and is in the line of a queue, or out of it again. */
  async function comesTo(name: Name, from: string): Promise<PlacedCall> {
    const before = center.facts.of('ContactQueued', ({ data }) => data.queueId === name).length;
    const call = await center.call({ from });
    await choose(call, keys[name]);
    await center.facts.until(
      `${from} in ${name}`,
      (facts) => facts.of('ContactQueued', ({ data }) => data.queueId === name).length > before,
      30_000,
    );
    return call;
  }
  const left = (name: Name, withinMs = 20_000) => center.facts.first('EntryLeft', ({ data }) => data.queueId === name, withinMs);
  const hearsTheBeep = (call: PlacedCall) => call.until('the beep', () => call.hearsTone(beepHz, 0.2), 30_000);

  it('goes when nobody is there any more: the last agent leaves, and the mailbox answers', async () => {
    const call = await comesTo('technical', '+12025550162');
    expect(await center.places('QUEUE', 'technical')).toHaveLength(1);
    await anna.call('POST /api/me/status', {}, { status: 'offline' });
    expect((await left('technical')).data).toMatchObject({ why: 'no-agents' });
    await hearsTheBeep(call);
    expect(await center.places('QUEUE', 'technical')).toEqual([]);
    await call.hangUp();
    // Who comes now does not wait at all.
    const late = await center.call({ from: '+12025550163' });
    await choose(late, keys.technical);
    await hearsTheBeep(late);
    expect(center.facts.of('EntryLeft', ({ data }) => data.queueId === 'technical').every(({ data }) => data.why === 'no-agents')).toBe(
      true,
    );
    await late.hangUp();
  });

  it('goes after the longest wait', async () => {
    const call = await comesTo('product', '+12025550164');
    const { data } = await left('product');
    expect(data.why).toBe('timed-out');
    expect(data.waitedMs).toBeGreaterThanOrEqual(5000);
    await hearsTheBeep(call);
    await call.hangUp();
  });

  it('does not wait when as many wait already as may', async () => {
    const first = await comesTo('returns', '+12025550165');
    const second = await center.call({ from: '+12025550166' });
    await choose(second, keys.returns);
    expect((await left('returns')).data).toMatchObject({ why: 'queue-full' });
    await hearsTheBeep(second);
    expect(await center.places('QUEUE', 'returns')).toHaveLength(1);
    await Promise.all([first.hangUp(), second.hangUp()]);
  });

  it('who waits when the hours end is let go after closing, and not before', async () => {
    const call = await comesTo('billing', '+12025550161');
    const closesAt = nextMinute(Date.now());
    await setHours(1, openUntil(closesAt));
    const { data, at } = await left('billing', 90_000);
    expect(data.why).toBe('closed');
    expect(Date.parse(at)).toBeGreaterThanOrEqual(closesAt.getTime());
    await hearsTheBeep(call);
    await call.hangUp();
  });
});
