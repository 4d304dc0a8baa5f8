import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Media } from '../../../gateway/media/contract.ts';
import { ingest, type MeetingsSettings, startMeetings } from '../../../gateway/meetings/meetings.ts';
import type { Meetings } from '../../../gateway/meetings/contract.ts';
import { wav } from '../media/far-side.ts';

export const chromiumPath = '/usr/bin/chromium';
export const hasChromium = existsSync(chromiumPath);

/** The page with the unchanged client in it, as one script. */
export async function bundlePage(): Promise<string> {
  const result = await build({
    entryPoints: [new URL('./page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    mainFields: ['browser', 'module', 'main'],
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return result.outputFiles[0]!.text;
}

/** Meetings behind an HTTP server that also serves the page. */
export async function serveMeetings(media: Media, script: string, more: Partial<MeetingsSettings> = {}) {
  let url = '';
  const meetings: Meetings = startMeetings({
    media,
    publicUrl: () => url,
    account: '111122223333',
    region: 'us-east-1',
    meetingsQuota: 250,
    log: () => undefined,
    ...more,
  });
  const server = createServer((request, response) => {
    if (ingest(request, response)) return;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      `<!doctype html><meta charset="utf-8"><title>test</title><body><script>${script.replaceAll('</script', '<\\/script')}</script>`,
    );
  });
  server.on('upgrade', (request, socket, head) => {
    if (!meetings.upgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    await meetings.close();
    server.closeAllConnections();
    server.close();
  };
  return { meetings, url, close };
}

/** A browser whose microphone hears a tone, 250 ms on and 250 ms off: a steady one would be suppressed as noise. */
export async function openBrowser(hz: number): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tone-'));
  const samples = Int16Array.from({ length: 48000 * 10 }, (_, i) =>
    Math.floor(i / 12000) % 2 === 0 ? 9000 * Math.sin((2 * Math.PI * hz * i) / 48000) : 0,
  );
  await writeFile(join(folder, 'tone.wav'), wav(samples, { rate: 48000 }));
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
      ...['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'],
      ...['--allow-loopback-in-peer-connection', `--use-file-for-fake-audio-capture=${join(folder, 'tone.wav')}`],
    ],
  });
  const close = async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { browser, close };
}

/** What a page was told by the client. */
export type Told = { event: string; data?: unknown };

/** Runs one of the page's functions. */
export const run = async (page: Page, name: string, ...args: unknown[]): Promise<unknown> =>
  page.evaluate(
    ([name, args]) => (globalThis as unknown as { page: Record<string, (...args: unknown[]) => unknown> }).page[name]!(...args),
    [name, args] as const,
  );

/** Waits until the page was told something that fits. */
export async function toldTo(page: Page, what: string, fits: (told: Told) => boolean, limitMs = 15_000): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    const told = await page.evaluate(() => (globalThis as unknown as { page: { told: Told[] } }).page.told);
    if (told.some(fits)) return;
    if (performance.now() > end) throw new Error(`the page was never told ${what}; it was told ${JSON.stringify(told.slice(-20))}`);
    await page.waitForTimeout(50);
  }
}
