/** The built client in a real browser: sign-in, a call with audio through a real meeting, wrap-up, and the faces of what goes wrong. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import type { Media } from '../../gateway/media/contract.ts';
import { startMedia } from '../../gateway/media/media.ts';
import type { Meetings } from '../../gateway/meetings/contract.ts';
import { startMeetings } from '../../gateway/meetings/meetings.ts';
import { JoinInfo } from '../../shared/wire/api.ts';
import { createCenter, type Center } from './stand-in/center.ts';
import { floor, followUps, maria, timeline } from './stand-in/people.ts';
import { startStandIn, type StandIn } from './stand-in/server.ts';

const chromiumAt = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A meeting with a seat for the agent, as the contact center asks for it. */
async function seatIn(meetings: Meetings): Promise<JoinInfo> {
  const body = {
    ClientRequestToken: crypto.randomUUID(),
    MediaRegion: 'eu-central-1',
    ExternalMeetingId: 'contact',
    Attendees: [{ ExternalUserId: 'agent' }],
  };
  const answer = await meetings.handle({
    api: 'chime-sdk-meetings',
    method: 'POST',
    path: '/meetings',
    query: { operation: 'create-attendees' },
    body,
  });
  const made = answer.body as { Meeting: unknown; Attendees: unknown[] };
  return JoinInfo.parse({ meeting: made.Meeting, attendee: made.Attendees[0] });
}

const reason = existsSync(chromiumAt) ? undefined : `no Chromium at ${chromiumAt}`;

describe.skipIf(reason !== undefined)(`the client in a browser${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  const files = mkdtempSync(path.join(os.tmpdir(), 'linehall-web-'));
  const wrong: string[] = [];
  let media: Media;
  let meetings: Meetings;
  let center: Center;
  let standIn: StandIn;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const config = path.join(import.meta.dirname, '../../web/vite.config.ts');
    await build({ configFile: config, logLevel: 'error', build: { outDir: files } });
    media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
    meetings = startMeetings({
      media,
      publicUrl: () => standIn.origin,
      account: '000000000000',
      region: 'eu-central-1',
      meetingsQuota: 10,
      log: () => undefined,
    });
    center = createCenter({ seat: () => seatIn(meetings), followUps, floor, timeline });
    standIn = await startStandIn({ center, files, upgrade: (...upgrade) => meetings.upgrade(...upgrade) });
    browser = await chromium.launch({ executablePath: chromiumAt, args: flags });
    const context = await browser.newContext({ permissions: ['microphone', 'notifications'], viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (fault) => wrong.push(fault.message));
    page.on('console', (line) => line.type() === 'error' && !line.text().includes('503') && wrong.push(line.text()));
  });

  afterAll(async () => {
    await browser?.close();
    await standIn?.close();
    await meetings?.close();
    await media?.close();
    rmSync(files, { recursive: true, force: true });
  });

  const sees = (text: string) => page.getByText(text).first().waitFor();
  const presses = (name: string) => page.getByRole('button', { name }).last().click();

  it('signs in, checks the device once and goes available', async () => {
    await page.goto(standIn.origin);
    await presses('Go available');
    await sees('Can you hear and be heard?');
    await page.getByLabel('I hear it').click();
    await presses('Go available');
    await sees('Ready for the next call');
    expect(center.me().agent.status).toBe('available');
    expect(page.url()).toBe(`${standIn.origin}/`);
  });

  it('shows who rings, and answers by a key', async () => {
    center.ring(maria('c-10'));
    await sees('Why you');
    await sees('Delta Bakeries Ltd');
    await page.locator('.state-face').getByText('Ringing').waitFor();
    await sees('Oven controller restarted');
    await expect.poll(() => center.heard).toContainEqual({ type: 'offer-seen', contactId: 'c-10', n: 1 });
    await page.keyboard.press('a');
    await sees('Good connection');
    await page.locator('.state-face').getByText('In a call').waitFor();
    expect(center.audioStarted).toBe(1);
    expect(meetings.list()).toMatchObject([{ present: 1 }]);
  });

  it('finds the call and the notes again after a reload', async () => {
    await page.locator('#notes textarea').fill('Wants it by Friday');
    await page.reload();
    await sees('Good connection');
    expect(await page.locator('#notes textarea').inputValue()).toBe('Wants it by Friday');
    await page.keyboard.press('m');
    await sees('The others can’t hear you');
  });

  it('wraps up: shows what is missing, then submits a follow-up', async () => {
    center.callerHangsUp();
    await sees('Wrap-up: Maria Fernandez');
    await page.locator('.state-face').getByText('Wrap-up').waitFor();
    await expect.poll(() => meetings.list()).toMatchObject([{ present: 0 }]);
    await page.keyboard.press('Control+Enter');
    await sees('Choose how the call ended.');
    await page.getByRole('radio', { name: 'Follow-up' }).click();
    await page.getByRole('radio', { name: 'Invoice of May' }).click();
    await page.keyboard.press('Control+Enter');
    await sees('Ready for the next call');
    expect(center.wrapUps).toMatchObject([
      { disposition: 'follow-up', notes: 'Wants it by Friday', ticketId: 'ticket-1', ticketStatus: 'requires-follow-up', ownerId: 'anna' },
    ]);
  });

  it('finishes one follow-up and moves the next, by keys', async () => {
    await page.keyboard.press('2');
    await sees('Replacement door seal');
    expect(await page.title()).toBe('My follow-ups · Linehall');
    await page.keyboard.press('f');
    await sees('is resolved.');
    await page.getByRole('row', { name: /Invoice of May/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    await sees('Move the follow-up');
    await presses('Move');
    await sees('is due');
    expect(center.ticketChanges).toMatchObject([{ status: 'resolved' }, { status: 'requires-follow-up', ownerId: 'anna' }]);
    await page.keyboard.press('1');
  });

  it('says that an offer was missed, and why nobody rings', async () => {
    center.ring(maria('c-11'));
    await sees('Why you');
    center.missOffer();
    await sees('You missed a call.');
    await presses('Go available');
    await sees('Ready for the next call');
  });

  it('shows the floor and hears its changes without asking', async () => {
    await page.keyboard.press('3');
    await sees('Longest wait');
    await expect.poll(() => center.heard).toContainEqual({ type: 'watch-floor', on: true });
    const [queue] = floor().queues;
    if (queue === undefined) throw new Error('the floor has no queue');
    center.push({ type: 'floor-queue', queue: { ...queue, waiting: 17 }, at: new Date(Date.now() + 1000).toISOString() });
    await sees('17');
  });

  it('has a face for a lost connection, and recovers', async () => {
    standIn.offline(true);
    standIn.cutSockets();
    await sees('The connection is lost');
    await page.getByRole('button', { name: 'Connect now' }).waitFor();
    standIn.offline(false);
    // It may be back by itself before the key is pressed: then the key does nothing.
    await page.keyboard.press('j');
    await page.getByText('The connection is lost').waitFor({ state: 'hidden' });
  });

  it('gives way to another window and takes over again', async () => {
    standIn.elsewhere();
    await sees('You are signed in somewhere else');
    await page.keyboard.press('u');
    await sees('Longest wait');
  });

  it('asks before it signs out of a call, and signs out', async () => {
    center.ring(maria('c-12'));
    await sees('Why you');
    await page.keyboard.press('Shift+Q');
    await sees('A call under way');
    await presses('Sign out anyway');
    await sees('Signed out');
  });

  it('has raised no error and broken no security policy', () => {
    expect(wrong).toEqual([]);
  });
});
