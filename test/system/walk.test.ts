/** Random walks over the whole system. `WALK_SEEDS=1,2,3 WALK_STEPS=200` make them others, or longer; `WALK_LISTENS=0`: ears at the end alone. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { instant } from '../../shared/ids.ts';
import { expectNothingLeft } from './legal.ts';
import { Scene } from './scene.ts';
import { Walk, type Walker } from './walk.ts';

const seeds = (process.env['WALK_SEEDS'] ?? '1').split(',').map(Number);
const steps = Number(process.env['WALK_STEPS'] ?? 8);
const listens = process.env['WALK_LISTENS'] !== '0';

describe('a random walk', { timeout: 120_000 + steps * 5_000, retry: 0 }, () => {
  let scene: Scene;
  const walkers: Walker[] = [];

  beforeAll(async () => {
    scene = await Scene.open();
    for (const name of ['anna', 'bela', 'clara'] as const) {
      const agent = await scene.center.agent(name);
      walkers.push({ name, agent, agentId: (await agent.call('GET /api/me', {}, {})).agent.agentId });
    }
  }, 240_000);

  afterAll(async () => {
    await scene?.close();
  });

  it.each(
    seeds.flatMap((seed) => [
      { seed, faults: false },
      { seed, faults: true },
    ]),
  )('leaves nobody stuck and nothing behind: seed $seed, faults $faults', async ({ seed, faults }) => {
    const since = instant(Date.now());
    const said: string[] = [];
    try {
      for (const { agent } of walkers) await agent.goAvailable();
      await new Walk(scene, walkers, { seed, steps, faults, listens, tell: (line) => void said.push(line) }).run();
      await scene.clear();
      await expectNothingLeft(scene.center, since);
    } catch (error) {
      console.log(`seed ${seed}, faults ${faults}:\n${said.join('\n')}\n${scene.center.errors.slice(-5).join('\n')}`);
      throw error;
    }
  });
});
