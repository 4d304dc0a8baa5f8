/** The browser phone in Chromium, against the gateway's socket and the real media worker. */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deafListener, type Leg } from '../../../gateway/legs/contract.ts';
import type { Media, MediaEvent } from '../../../gateway/media/contract.ts';
import { startMedia } from '../../../gateway/media/media.ts';
import { openBrowserPhone, type BrowserPhone } from '../../../gateway/phone/phone.ts';
import { servePhone } from '../../../local/pages/phone/page.ts';

const executablePath = '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
];
const numbers = [{ number: '+12025550100', label: 'Open day and night' }];
const callers = [{ key: 'maria', name: 'Maria Keller', number: '+12025550111', note: 'three earlier calls' }];

let media: Media;
let phone: BrowserPhone;
let server: Server;
let browser: Browser;
let page: Page;
let legs: Leg[] = [];
let events: MediaEvent[] = [];
let ends: number[] = [];
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe.skipIf(!existsSync(executablePath))('the browser phone (needs Chromium at /usr/bin/chromium)', () => {
  beforeAll(async () => {
    media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
    phone = openBrowserPhone({
      media,
      take: (leg) => {
        leg.listener = { ...deafListener, ended: (code) => void ends.push(code) };
        leg.ring();
        legs.push(leg);
      },
    });
    media.onEvent = (event) => {
      phone.onMedia(event);
      events.push(event);
    };
    const serve = servePhone(() => ({ socketUrl: `${origin().replace('http', 'ws')}/phone`, numbers, callers }));
    server = createServer((request, response) => {
      void serve(request, response, new URL(request.url ?? '/', 'http://h')).then((served) => served || response.writeHead(404).end());
    });
    server.on('upgrade', phone.upgrade);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser.close();
    phone.close();
    server.closeAllConnections();
    server.close();
    await media.close();
  });
  beforeEach(async () => {
    [legs, events, ends] = [[], [], []];
    page = await browser.newPage();
    await page.goto(`${origin()}/phone?as=maria`);
    await page.getByRole('button', { name: 'Call' }).waitFor();
    return () => page.close();
  });
  const status = (text: string): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();

  it('calls as Maria, is heard, presses keys and hangs up', async () => {
    await page.keyboard.press('Enter');
    await status('Ringing');
    expect([legs[0]?.from, legs[0]?.to]).toEqual(['+12025550111', '+12025550100']);
    legs[0]?.answer();
    await status('Connected');
    expect(events).toContainEqual({ type: 'rtp', lineId: legs[0]?.lineId, flowing: true });
    await page.keyboard.press('2');
    await page.getByRole('button', { name: 'hash' }).click();
    await page.getByText('pressed 2#').waitFor();
    await expect.poll(() => events.flatMap((event) => (event.type === 'digit' ? [event.digit] : [])).join('')).toBe('2#');
    await page.getByRole('button', { name: 'Hang up' }).click();
    await status('Call ended');
    await expect.poll(() => ends).toEqual([0]);
  });

  it('withholds the number when asked to, and tells why a call was refused', async () => {
    await page.getByLabel('Call as').selectOption('withheld');
    await page.getByRole('button', { name: 'Call' }).click();
    await status('Ringing');
    expect(legs[0]?.from).toBeUndefined();
    legs[0]?.reject(503);
    await page.getByText('All lines are taken just now').waitFor();
  });

  it('whose page is closed while it rings ends the call', async () => {
    await page.getByRole('button', { name: 'Call' }).click();
    await status('Ringing');
    await page.goto('about:blank');
    await expect.poll(() => ends).toEqual([487]);
  });

  describe('when somebody calls it', () => {
    const ring = async (): Promise<{ leg: Leg; told: string[] }> => {
      await expect.poll(() => [...phone.pages.numbers()]).toEqual(['+12025550111']);
      const told: string[] = [];
      const leg = phone.pages.ring({ to: '+12025550111', from: '+12025550100', headers: {} });
      leg.listener = {
        ringing: () => void told.push('ringing'),
        answered: () => void told.push('answered'),
        ended: (code) => void told.push(`ended ${code}`),
      };
      return { leg, told };
    };

    it('rings, shows who calls, and is answered and hung up by keys', async () => {
      const { leg, told } = await ring();
      await status('You are called');
      await page.getByText('+1 202 555 0100 calls.').waitFor();
      await expect.poll(() => page.title()).toContain('Somebody calls');
      await expect.poll(() => told).toEqual(['ringing']);
      await page.keyboard.press('Enter');
      await status('Connected');
      expect(told).toEqual(['ringing', 'answered']);
      expect(events).toContainEqual({ type: 'rtp', lineId: leg.lineId, flowing: true });
      await page.keyboard.press('5');
      await expect.poll(() => events).toContainEqual({ type: 'digit', lineId: leg.lineId, digit: '5' });
      await page.keyboard.press('Escape');
      await expect.poll(() => told).toEqual(['ringing', 'answered', 'ended 0']);
    });

    it('is declined by a button or a key, and rings again', async () => {
      const first = await ring();
      await page.getByRole('button', { name: 'Decline' }).click();
      await expect.poll(() => first.told.at(-1)).toBe('ended 603');
      await page.getByText('You declined the call.').waitFor();
      const second = await ring();
      await status('You are called');
      await page.keyboard.press('Escape');
      await expect.poll(() => second.told.at(-1)).toBe('ended 603');
      expect(await page.getByRole('button', { name: 'Decline' }).isVisible()).toBe(false);
    });

    it('stops when the caller gives up, and is busy during a call', async () => {
      const given = await ring();
      await status('You are called');
      given.leg.hangUp();
      await page.getByText('The caller gave up').waitFor();
      await page.keyboard.press('Enter');
      await status('Ringing');
      const { told } = await ring();
      await expect.poll(() => told).toEqual(['ended 486']);
    });

    it('is not reached while its number is withheld', async () => {
      await page.getByLabel('Call as').selectOption('withheld');
      await expect.poll(() => phone.pages.numbers().size).toBe(0);
    });
  });
});
