/** *Fill the floor* through the whole system: robots call, serve and wrap up, and nothing of them is left after *Stop*. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pace } from '../../local/robots/contract.ts';
import { Floor } from '../../shared/wire/api.ts';
import { startCenter, type Center } from './center.ts';

const quick: Pace = { patience: 60, menu: [1.5, 2.5], talk: [2, 4], answer: [0.2, 0.5], wrapUp: [0.2, 0.5] };
const order = { callersPerMinute: 40, agents: 3 };

describe('robots', { timeout: 90_000 }, () => {
  let center: Center;
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${center.system.endpoints.client}robots${path}`, init);
  const state = async (): Promise<unknown> => (await ask('/state')).json();

  beforeAll(async () => {
    center = await startCenter();
  }, 240_000);
  afterAll(async () => center?.close());

  it('are ordered by sensible numbers only, and by no other site', async () => {
    const tooMany = await ask('', { method: 'POST', body: JSON.stringify({ callersPerMinute: 6000, agents: 3 }) });
    expect(tooMany.status).toBe(400);
    const foreign = await ask('', { method: 'POST', headers: { origin: 'http://elsewhere.test' }, body: JSON.stringify(order) });
    expect(foreign.status).toBe(403);
    expect(await state()).toMatchObject({ state: 'stopped' });
  });

  it('call, are served with the agent’s voice, and are wrapped up; after the stop nothing of them is left', async () => {
    const { robots, gateway, cloud } = center.system;
    const users = () => cloud.engines.cognito.pools().map(({ users: those }) => those);
    const before = users();
    await robots.fill(order, quick);
    await expect.poll(() => center.facts.of('WrapUpCompleted').length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
    await expect.poll(() => robots.state().report?.reached ?? 0, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    expect(robots.state().report?.problems).toEqual([]);
    const clara = await center.agent('clara');
    clara.send({ type: 'watch-floor', on: true });
    const names = async () => Floor.parse(await clara.call('GET /api/floor', {}, {})).agents.map(({ name }) => name);
    expect(await names()).toEqual(expect.arrayContaining(['Robot 1', 'Robot 2', 'Robot 3']));

    const stopped = await ask('/stop', { method: 'POST' });
    expect(await stopped.json()).toEqual({ state: 'stopped', order: { callersPerMinute: 0, agents: 0 } });
    await expect.poll(() => gateway.calls(), { timeout: 5000 }).toEqual([]);
    expect(await names()).not.toContain('Robot 1');
    const { agentId } = await clara.next('floor-agent-gone');
    expect(agentId).toBeDefined();
    expect((await clara.call('GET /api/left', {}, {})).missed).toEqual([]);
    expect(users()).toEqual(before);
    await expect.poll(() => center.places('PROFILE', 'everyone'), { timeout: 5000 }).toEqual([]);
    expect(center.errors).toEqual([]);
    expect(center.deadLetters()).toEqual([]);
  });
});
