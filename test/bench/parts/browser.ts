/** The agent's end in a real browser, whose page says back what it hears: there and back by clicks, and how long a reload is heard. */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { toneWav, type Center } from '../../system/center.ts';
import { Chromium, executablePath } from '../../peers/chromium.ts';
import { clickWav, pause } from './clicks.ts';
import { type Clicking, echo } from './echo.ts';
import { isClick, isTone } from './ear.ts';
import { dial, hz, type Caller } from './talk-rounds.ts';

const clicks = 10;
const reloads = 5;

export interface InBrowser {
  /** From the telephone's mouth to what the page's speakers are given, and from the page's microphone to the telephone's ear. */
  toBrowserMs: number[];
  toPhoneMs: number[];
  thereAndBackMs: number[];
  reloadMs: number[];
}
declare const window: { clicking: Clicking };

const presses = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).last().click();

async function deskOf(browser: Chromium, client: string): Promise<Page> {
  const window = await browser.window();
  await window.addInitScript(echo);
  const page = await window.newPage();
  await page.goto(`${client}?as=clara`);
  await presses(page, 'Go available');
  await page.getByLabel('I hear it').click();
  await presses(page, 'Go available');
  await page.getByText('Ready for the next call').first().waitFor();
  return page;
}

/** Nothing when there is no Chromium on this machine. */
export async function inBrowser(center: Center, from: string): Promise<InBrowser | undefined> {
  if (!existsSync(executablePath)) return undefined;
  const browser = await Chromium.launch();
  try {
    const page = await deskOf(browser, center.system.endpoints.client);
    const caller = await dial(center, from, hz.customer);
    await presses(page, 'Accept');
    await caller.ear.after(performance.now(), 'the echo', isTone(hz.customer), { frames: 20 });
    const reloadMs = await reload(page, caller);
    const thereAndBackMs = await thereAndBack(caller);
    const measured = { reloadMs, thereAndBackMs, ...(await oneWay(page, caller)) };
    await caller.call.hangUp();
    return measured;
  } finally {
    await browser.close();
  }
}

/** From the reload until the page is heard again: at first it is, for the moment that it takes to leave. */
async function reload(page: Page, { ear }: Caller): Promise<number[]> {
  const tookMs: number[] = [];
  for (let n = 0; n < reloads; n++) {
    const since = performance.now();
    await page.reload({ waitUntil: 'commit' });
    const quiet = await ear.after(since, 'the page’s leave', (frame) => !isTone(hz.customer)(frame), { frames: 10 });
    tookMs.push(quiet + (await ear.after(since + quiet, 'the page again', isTone(hz.customer))));
    // The socket and its safety net settle.
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return tookMs;
}

async function thereAndBack({ call, ear }: Caller): Promise<number[]> {
  call.say(toneWav(0));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const tookMs: number[] = [];
  for (let n = 0; n < clicks; n++) {
    await pause();
    const saidAt = performance.now();
    call.say(clickWav);
    tookMs.push(await ear.after(saidAt, 'a click that comes back', isClick, { frames: 1 }));
  }
  return tookMs;
}

/** The same clicks each way alone: the page notes when it hears one, and says its own when told to. */
async function oneWay(page: Page, { call, ear }: Caller): Promise<Pick<InBrowser, 'toBrowserMs' | 'toPhoneMs'>> {
  const measured = { toBrowserMs: [] as number[], toPhoneMs: [] as number[] };
  await page.evaluate(() => void (window.clicking.echoes = false));
  for (let n = 0; n < clicks; n++) {
    await pause();
    await page.evaluate(() => void (window.clicking.heardAt = undefined));
    const saidAt = Date.now();
    call.say(clickWav);
    measured.toBrowserMs.push((await heardAt(page)) - saidAt);
    await pause();
    const since = performance.now();
    const clickedAt = await page.evaluate(() => window.clicking.click());
    const heard = since + (await ear.after(since, 'the page’s click', isClick, { frames: 1 }));
    measured.toPhoneMs.push(heard - clickedAt + (Date.now() - performance.now()));
  }
  return measured;
}

/** When the page hears a click. Rejects when it hears none within 5 s. */
async function heardAt(page: Page): Promise<number> {
  for (const until = Date.now() + 5000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const at = await page.evaluate(() => window.clicking.heardAt);
    if (at !== undefined) return at;
  }
  throw new Error('the page hears no click');
}
