/** A wrap-up that its agent misses, in real browsers against the whole system: a supervisor finds it on the floor and hands it in. */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingKeys } from '../../shared/queues/queue.ts';
import { type Center, queueIds, startCenter } from '../system/center.ts';
import type { Agent } from '../system/agent.ts';
import { choose } from '../system/menu.ts';
import { Chromium, executablePath, picture } from './chromium.ts';

const sees = (page: Page, text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor();

describe.skipIf(!existsSync(executablePath))('a wrap-up that is missed', { retry: 0 }, () => {
  let center: Center;
  let chromium: Chromium;
  let anna: Agent;
  let contactId = '';
  const open = async (as: string): Promise<Page> => {
    const page = await (await chromium.window()).newPage();
    await page.goto(`${center.system.endpoints.client}?as=${as}`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return page;
  };

  /** A customer called, and Anna let the time to wrap up pass. */
  const misses = async (from: string): Promise<void> => {
    const caller = await center.call({ from, hz: 500 });
    await choose(caller, '2');
    const { contact } = await anna.next('offer', ({ contact: one }) => one.callerNumber === from);
    const seat = await anna.accept(contact, 900);
    await center.facts.first('ContactConnected', ({ subjectId }) => subjectId === contact.contactId);
    await caller.hangUp();
    await center.facts.first('WrapUpExpired', ({ subjectId }) => subjectId === contact.contactId);
    await seat.leave();
    contactId = contact.contactId;
  };

  beforeAll(async () => {
    center = await startCenter();
    for (const queueId of queueIds)
      await center.db.write([{ table: 'settings', update: settingKeys.queue(queueId), set: { wrapUpSeconds: 1 } }]);
    chromium = await Chromium.launch();
    anna = await center.agent('anna');
    await anna.goAvailable();
  }, 400_000);
  afterAll(async () => {
    await chromium?.close();
    await center?.close();
  }, 60_000);

  it('is shown on the floor, and a supervisor writes it down', async () => {
    await misses('+12025550131');
    anna.disconnect();
    const clara = await open('clara');
    const missed = clara.getByText('Wrap-up missed').first();
    await expect.poll(() => clara.keyboard.press('3').then(() => missed.isVisible()), { timeout: 20_000 }).toBe(true);
    await picture(clara, 'missed-floor');
    await clara.getByRole('link', { name: 'Wrap-up missed' }).click();
    await sees(clara, 'Anna Lindqvist missed this wrap-up');
    await picture(clara, 'missed-timeline');
    await clara.getByRole('button', { name: 'Write it down now' }).click();
    await clara.getByRole('radio', { name: 'Solved' }).click();
    await clara.getByLabel('Subject').fill('A question about the boiler');
    await picture(clara, 'missed-writing');
    await clara.getByRole('button', { name: 'Finish', exact: true }).click();
    await sees(clara, /handed in the wrap-up that Anna Lindqvist had missed/);
    await picture(clara, 'missed-handed-in');
    await clara.close();
    expect((await anna.call('GET /api/me', {}, {})).late).toBeUndefined();
  }, 120_000);

  it('waits on the desk of its agent, in a browser that knows nothing of it', async () => {
    await anna.connect();
    await misses('+12025550132');
    anna.disconnect();
    const page = await open('anna');
    // Who is available in a browser for the first time is asked whether they can hear.
    await sees(page, 'Can you hear and be heard?');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await sees(page, /The time for .* ran out/);
    await picture(page, 'missed-desk');
    await page.getByRole('radio', { name: 'Solved' }).click();
    await page.getByLabel('Subject').fill('A question about the bill');
    await page.getByRole('button', { name: 'Finish', exact: true }).click();
    await page.getByText(/The time for .* ran out/).waitFor({ state: 'hidden' });
    const { missed } = await anna.call('GET /api/contacts/{contactId}/timeline', { contactId }, {});
    expect(missed).toEqual([]);
    expect(chromium.wrong).toEqual([]);
  }, 120_000);
});
