/** Every page of the client with the demo's settings: wide and narrow, light and dark, it keeps nobody out and nothing sticks out of it. */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Center, startCenter } from '../system/center.ts';
import { faultsIn } from '../web/accessibility.ts';
import { Chromium, executablePath, picture } from './chromium.ts';

const settings = [
  'users',
  'queues',
  'profiles',
  'skills',
  'topics',
  'numbers',
  'hours',
  'calendars',
  'prompts',
  'notices',
  'flows',
  'calling',
];
const single = [
  'users/+',
  'queues/billing',
  'queues/+',
  'profiles/everyone',
  'hours/office',
  'calendars/+',
  'prompts/welcome',
  'numbers/+',
];
const pages = ['', 'follow-ups', 'call-backs', 'floor', ...[...settings, ...single].map((path) => `settings/${path}`)];

/** Runs in the page: by how many pixels it is wider than its window. */
const sticksOut = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe.skipIf(!existsSync(executablePath))('the page', { retry: 0 }, () => {
  let center: Center;
  let chromium: Chromium;
  let dora: Page;
  beforeAll(async () => {
    [center, chromium] = [await startCenter(), await Chromium.launch()];
    dora = await (await chromium.window()).newPage();
    await dora.goto(`${center.system.endpoints.client}?as=dora`);
    await dora.getByRole('button', { name: 'Go available' }).first().waitFor();
    dora.setDefaultTimeout(20_000);
  }, 400_000);
  afterAll(async () => {
    await chromium?.close();
    await center?.close();
  }, 60_000);

  it.each(pages)('/%s', async (path) => {
    await dora.goto(`${center.system.endpoints.client}${path}`);
    await dora.getByRole('navigation', { name: 'Pages' }).waitFor();
    await dora.getByRole('heading').filter({ visible: true }).first().waitFor();
    const loading = () =>
      dora
        .getByText(/^Loading/)
        .filter({ visible: true })
        .count();
    await expect.poll(loading, { timeout: 20_000 }).toBe(0);
    const faults: string[] = [];
    for (const width of [1280, 900]) {
      await dora.setViewportSize({ width, height: 860 });
      const out = await sticksOut(dora);
      if (out > 0) faults.push(`${width} px: the page is ${out} px wider than its window`);
      faults.push(...(await faultsIn(dora)).map((fault) => `${width} px: ${fault}`));
    }
    if (process.env['PICTURES'] !== undefined) await picture(dora, `page-${path.replaceAll('/', '-') || 'desk'}`);
    expect(faults).toEqual([]);
  });

  it('none raised an error', () => expect(chromium.wrong).toEqual([]));
});
