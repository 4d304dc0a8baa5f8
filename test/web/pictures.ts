/**
 * Pictures of every state of the client, wide and narrow, light and dark, for people to look at:
 * `node test/web/pictures.ts <folder> [<axe.min.js>] [<pattern of names>]`. With axe, what it finds is told too.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ready, scenes } from './scenes.ts';
import { startRig } from './stand-in/rig.ts';

async function picture(page: Page, folder: string, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 900]) {
      await page.setViewportSize({ width, height: 860 });
      await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  }
}

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds wrong (WCAG A and AA), in the light and in the dark. */
async function violations(page: Page, axe: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const run = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations)`;
    for (const { id, nodes } of await page.evaluate<Violation[]>(run)) {
      found.push(...nodes.map(({ html, failureSummary }) => `${colorScheme} ${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`));
    }
  }
  return found;
}

const [folder, axeAt, only] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say where the pictures go: node test/web/pictures.ts <folder> [<axe.min.js>]');
mkdirSync(folder, { recursive: true });
const axe = axeAt === undefined || axeAt === '' ? undefined : readFileSync(axeAt, 'utf8');
const rig = await startRig();
try {
  await ready(rig);
  for (const { name, arrange } of scenes) {
    try {
      await arrange(rig);
      if (only === undefined || new RegExp(only).test(name)) await picture(rig.page, folder, name);
      const found = axe === undefined ? [] : await violations(rig.page, axe);
      console.log(`${name}${found.map((line) => `\n  ${line}`).join('')}`);
    } catch (fault) {
      console.log(`${name}: ${String(fault).split('\n')[0]}`);
      await rig.page.screenshot({ path: path.join(folder, `${name}-failed.png`) });
    }
  }
  console.log(rig.wrong.join('\n'));
} finally {
  await rig.close();
}
