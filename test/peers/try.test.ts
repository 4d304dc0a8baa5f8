/** A newcomer's first minutes: the page with Anna's desk on one side and a caller's phone on the other. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dist } from '../../infra/build.ts';
import { readWav } from '../../shared/prompts/sound/wav.ts';
import { startCenter, type Center } from '../system/center.ts';
import { Chromium } from './chromium.ts';

/** How long the greeting is, after which the menu begins. */
function welcomeMs(): number {
  const { samples, rate } = readWav(readFileSync(path.join(dist, 'prompts', 'en-US', 'welcome.wav')));
  return (samples.length * 1000) / rate;
}

let center: Center;
let browser: Chromium;

beforeAll(async () => {
  center = await startCenter({ ringSeconds: 60 });
  browser = await Chromium.launch();
});
afterAll(async () => {
  await browser?.close();
  await center?.close();
});

it('Anna goes available, Maria calls from the phone beside her, and they talk', async () => {
  const window = await browser.window({ width: 1440, height: 900 });
  const page = await window.newPage();
  await page.goto(new URL('/try', center.system.endpoints.client).href);
  const [desk, phone] = [page.frameLocator('#agent-frame'), page.frameLocator('#phone-frame')];
  const onDesk = (text: string) => desk.getByText(text).filter({ visible: true }).first();

  await desk.getByRole('button', { name: 'Go available' }).last().click();
  await desk.getByLabel('I hear it').click();
  await desk.getByRole('button', { name: 'Go available' }).last().click();
  await onDesk('Ready for the next call').waitFor();

  await phone.getByLabel('Call as').selectOption('maria');
  await phone.getByRole('button', { name: 'Call', exact: true }).click();
  await phone.getByText('Connected').first().waitFor();
  await page.waitForTimeout(welcomeMs() + 1000);
  // A key that comes before the menu is not heard; on a busy machine it is pressed again, as people do.
  const rings = () =>
    onDesk('Incoming call')
      .waitFor({ timeout: 6000 })
      .then(
        () => true,
        () => false,
      );
  await expect
    .poll(
      async () => {
        await phone.getByRole('button', { name: '2', exact: true }).click();
        return rings();
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await onDesk('Recommended the R2').waitFor();
  mkdirSync(path.join(dist, 'screenshots'), { recursive: true });
  await page.screenshot({ path: path.join(dist, 'screenshots', 'try-it.png') });

  await desk.getByRole('button', { name: /^Accept/ }).click();
  await onDesk('Good connection').waitFor();
  await phone.getByRole('button', { name: 'Hang up' }).click();
  await onDesk('Wrap-up: Maria Keller').waitFor();
  expect(browser.wrong).toEqual([]);
  expect(center.errors).toEqual([]);
});
