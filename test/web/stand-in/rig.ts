/** The built client in Chromium against the stand-in, with audio through a real meeting. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { startMedia } from '../../../gateway/media/media.ts';
import type { Meetings } from '../../../gateway/meetings/contract.ts';
import { startMeetings } from '../../../gateway/meetings/meetings.ts';
import { JoinInfo } from '../../../shared/wire/api.ts';
import { createCenter, type Center } from './center.ts';
import { floor, followUps, maria, timeline } from './people.ts';
import { startStandIn, type StandIn } from './server.ts';

export const chromiumAt = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
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

export interface Rig {
  center: Center;
  standIn: StandIn;
  meetings: Meetings;
  browser: Browser;
  page: Page;
  /** Errors of the page, and what its console called an error, breaches of the security policy among them. */
  wrong: string[];
  close: () => Promise<void>;
}

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

async function openPage(browser: Browser, wrong: string[]): Promise<Page> {
  const context = await browser.newContext({ permissions: ['microphone', 'notifications'], viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (fault) => wrong.push(fault.message));
  // A refused request is a line of its own on the console, and no error of the client.
  page.on('console', (line) => line.type() === 'error' && !/\b(409|503)\b/.test(line.text()) && wrong.push(line.text()));
  return page;
}

/** Builds the client into a folder of its own and opens it; nothing is signed in yet. */
export async function startRig(): Promise<Rig> {
  const files = mkdtempSync(path.join(os.tmpdir(), 'linehall-web-'));
  const config = path.join(import.meta.dirname, '../../../web/vite.config.ts');
  await build({ configFile: config, logLevel: 'error', build: { outDir: files } });
  const media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
  const meetings: Meetings = startMeetings({
    media,
    publicUrl: () => standIn.origin,
    account: '000000000000',
    region: 'eu-central-1',
    meetingsQuota: 10,
    log: () => undefined,
  });
  const center = createCenter({ seat: () => seatIn(meetings), followUps, floor, timeline, called: maria('c-20') });
  const standIn: StandIn = await startStandIn({ center, files, upgrade: (...upgrade) => meetings.upgrade(...upgrade) });
  const browser = await chromium.launch({ executablePath: chromiumAt, args: flags });
  const wrong: string[] = [];
  return {
    ...{ center, standIn, meetings, browser, wrong, page: await openPage(browser, wrong) },
    async close() {
      await browser.close();
      await standIn.close();
      await meetings.close();
      await media.close();
      rmSync(files, { recursive: true, force: true });
    },
  };
}
