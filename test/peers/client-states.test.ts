/** Every pictured state of the client, wide and narrow, in the light and in the dark, keeps nobody out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsIn, withoutFocusMark } from '../web/accessibility.ts';
import { ready, scenes } from '../web/scenes.ts';
import { startRig, type Rig } from '../web/stand-in/rig.ts';

/** A page with one fault of each kind. */
const faulty = `<html lang="en"><body style="background: #fff"><main>
  <h1>One</h1><h3>Three</h3>
  <button></button>
  <p style="color: #bbb">Pale</p>
  <p id="twice">a</p><p id="twice">b</p>
  <div aria-hidden="true"><button>Unheard</button></div>
  <input aria-labelledby="nowhere">
</main><nav>a</nav><nav>b</nav></body></html>`;

describe('the client keeps nobody out', { retry: 0 }, () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
    await ready(rig);
  });
  afterAll(() => rig?.close());

  it('and the checks find what would', async () => {
    const page = await rig.browser.newPage();
    await page.setContent(faulty);
    const found = (await faultsIn(page)).join('\n');
    await page.close();
    for (const fault of [
      'a control has no name: <button>',
      'a control has no name: <input',
      'is #bbbbbb on #ffffff',
      'an id comes twice: twice',
      'hidden, and takes the focus: <button>Unheard',
      'aria-labelledby leads nowhere',
      '2 landmarks are called nav',
      'a heading of level 3 follows one of level 1',
    ])
      expect(found).toContain(fault);
  });

  it.each(scenes)('in the state $name', async ({ arrange }) => {
    await rig.page.setViewportSize({ width: 1280, height: 860 });
    await arrange(rig);
    for (const width of [1280, 900]) {
      await rig.page.setViewportSize({ width, height: 860 });
      expect(await faultsIn(rig.page), `${width} pixels wide`).toEqual([]);
    }
  });

  it('shows where the focus is', async () => {
    await rig.page.keyboard.press('Escape');
    await rig.page.keyboard.press('1');
    expect(await withoutFocusMark(rig.page)).toEqual([]);
  });
});
