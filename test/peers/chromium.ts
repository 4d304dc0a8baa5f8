/** Chromium with a microphone that says a tone in gates, and an ear on what its pages hear. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { dist } from '../../infra/build.ts';
import { wavOf } from '../../local/caller.ts';
import { listenToConnections, measure, type Heard } from './ear.ts';

export const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** What the microphone says unless told otherwise: on and off four times in two seconds, since noise suppression takes a steady tone away. */
export const microphoneHz = 700;

const flags = (microphone: string): string[] => [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-audio-capture=${microphone}`,
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const gatedTone = (hz: number): Int16Array =>
  Int16Array.from({ length: 16_000 }, (_, i) => (Math.floor(i / 2000) % 2 === 0 ? 9000 * Math.sin((2 * Math.PI * hz * i) / 8000) : 0));

export class Chromium {
  /** Errors of pages and what their consoles called an error, breaches of the security policy among them. */
  readonly wrong: string[] = [];
  readonly #browser: Browser;
  readonly #dir: string;

  private constructor(browser: Browser, dir: string) {
    this.#browser = browser;
    this.#dir = dir;
  }

  static async launch(hz: number = microphoneHz): Promise<Chromium> {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'linehall-chromium-'));
    const microphone = path.join(dir, 'microphone.wav');
    writeFileSync(microphone, wavOf(gatedTone(hz)));
    return new Chromium(await chromium.launch({ executablePath, args: flags(microphone) }), dir);
  }

  /** A window with cookies and storage of its own; what goes wrong in its pages is noted. */
  async window(size: { width: number; height: number } = { width: 1280, height: 800 }): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ permissions: ['microphone', 'notifications'], viewport: size });
    context.setDefaultTimeout(60_000);
    await context.addInitScript(listenToConnections);
    context.on('page', (page) => {
      page.on('pageerror', (fault) => void this.wrong.push(`${page.url()}: ${fault.message}`));
      page.on('console', (line) => line.type() === 'error' && this.wrong.push(`${page.url()}: ${line.text()} ${line.location().url}`));
    });
    return context;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

/** What a page hears now, and how strongly each of the `asked` frequencies. */
export const heardIn = (page: Page, ...asked: number[]): Promise<Heard> => page.evaluate(measure, asked);

/** Where pictures for people to look at go. */
export const pictures = path.join(dist, 'screenshots');

/** Pictures of a page: wide and narrow, light and dark. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 900]) {
      await page.setViewportSize({ width, height: before.height });
      await page.screenshot({ path: path.join(pictures, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(before);
}
