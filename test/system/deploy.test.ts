/** A deploy while callers are in a flow: they go on with the one that they began, or reach an operator; new callers get the new one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundling } from '../../infra/build.ts';
import { root } from '../../infra/function-sources.ts';
import type { PlacedCall } from '../../local/caller.ts';
import { startCenter, type Center } from './center.ts';
import { hearsWelcome } from './menu.ts';

const maria = '+12025550111';
const name = 'linehall-laptop-flows-main';

/** The file of a flow called main: what follows its imports, which must export a handler. */
const flowFile = (rest: string): string => `
import { defineFlow } from '${root}/shared/flows/flow.ts';
import { flowHandler } from '${root}/functions/kit/flow-handler.ts';
${rest}`;
const menuWith = (choices: string): string =>
  flowFile(`export const handler = flowHandler(defineFlow('main', function* (call) {
    yield* call.identify();
    yield* call.isOpen();
    return yield* call.enqueue(yield* call.menu('main-menu', ${choices}));
  }));`);

describe('a deploy during calls', { timeout: 60_000 }, () => {
  let center: Center;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linehall-deploy-'));
  const calls: PlacedCall[] = [];

  /** Publishes a flow as a deploy does: a new version, on which calls begin from now on. */
  const deploy = async (source: string, warm = true): Promise<void> => {
    const dir = mkdtempSync(path.join(folder, 'flow-'));
    writeFileSync(path.join(dir, 'main.ts'), source);
    mkdirSync(path.join(dir, 'out'));
    await esbuild.build({
      ...bundling(),
      entryPoints: { index: path.join(dir, 'main.ts') },
      outdir: path.join(dir, 'out'),
      sourcemap: false,
    });
    const { lambda } = center.system.cloud;
    lambda.swap(name, path.join(dir, 'out'));
    // Warm, as the other functions are: a cold start on a busy machine may take longer than a flow is waited for.
    const fn = lambda.functions.get(name);
    if (warm) await fn?.versions.get(fn.aliases.get('live') ?? '')?.pool.run('null', fn.arn);
  };
  const dial = async (): Promise<PlacedCall> => {
    const call = await center.call({ from: maria });
    calls.push(call);
    expect(await call.answered).toBe(true);
    return call;
  };
  const listening = async (): Promise<PlacedCall> => {
    const call = await dial();
    await call.until('the welcome', () => hearsWelcome(call.recording()), 20_000);
    return call;
  };
  /** Where the next caller comes to wait, after `act`. */
  const waitsAfter = async (act: () => unknown): Promise<{ topic: string | undefined; queueId: string }> => {
    const known = center.facts.of('ContactQueued').length;
    await act();
    await center.facts.until('a caller waits', (facts) => facts.of('ContactQueued').length > known, 20_000);
    const { topic, queueId } = center.facts.of('ContactQueued').at(-1)?.data ?? {};
    return { topic, queueId: queueId ?? '' };
  };

  beforeAll(async () => {
    center = await startCenter();
  }, 120_000);
  afterEach(async () => {
    for (const call of calls.splice(0)) await call.hangUp();
  });
  afterAll(async () => {
    await center?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets the caller in the menu go on with the flow of before, and the next one begin with the new', async () => {
    const lost = center.facts.of('CallLost').length;
    await deploy(menuWith(`{ 2: 'technical' }`));
    const held = await listening();
    await deploy(menuWith(`{ 2: 'billing' }`));
    const next = await listening();
    expect(await waitsAfter(() => next.press('2'))).toMatchObject({ topic: 'billing' });
    expect(await waitsAfter(() => held.press('2'))).toMatchObject({ topic: 'technical' });
    expect(center.facts.of('CallLost')).toHaveLength(lost);
  });

  it('brings a caller whose version is gone to the operators', async () => {
    const held = await listening();
    center.system.cloud.lambda.functions.get(name)?.versions.clear();
    expect(await waitsAfter(() => held.press('2'))).toMatchObject({ queueId: 'operator' });
    expect(center.facts.of('CallLost').at(-1)?.data.why).toBe("the flow's version is gone");
  });

  it('brings a caller whose flow throws to the operators', async () => {
    await deploy(flowFile(`export const handler = flowHandler(defineFlow('main', () => { throw new Error('a mistake'); }));`));
    expect(await waitsAfter(dial)).toMatchObject({ queueId: 'operator' });
  });

  it('brings a caller whose flow takes more than four seconds to the operators, before the service asks again', async () => {
    await deploy(`export const handler = () => new Promise((resolve) => setTimeout(resolve, 8000));`, false);
    expect(await waitsAfter(dial)).toMatchObject({ queueId: 'operator' });
    expect(center.facts.of('CallLost').at(-1)?.data.why).toBe('the flow took too long');
    expect(center.lines.filter((line) => line.includes('asked again'))).toEqual([]);
  });
});
