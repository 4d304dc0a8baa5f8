/** An agent's desk in a Chromium of its own: the client that a deploy ships, pressed and read as a person does, and what its page hears. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Chromium, heardIn } from './chromium.ts';

/** Audible, and no more than this below the strongest: what a codec makes of a tone is far below it. */
const audibleDb = -62;
const besideDb = -25;

export class Desk {
  readonly page: Page;
  readonly hz: number;
  readonly #browser: Chromium;

  private constructor(browser: Chromium, page: Page, hz: number) {
    this.#browser = browser;
    this.page = page;
    this.hz = hz;
  }

  /** Signs in as somebody whose microphone says a tone of its own. */
  static async open(client: string, as: string, hz: number): Promise<Desk> {
    const browser = await Chromium.launch(hz);
    const page = await (await browser.window()).newPage();
    await page.goto(`${client}?as=${as}`);
    return new Desk(browser, page, hz);
  }

  get wrong(): readonly string[] {
    return this.#browser.wrong;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }
  async presses(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).last().click();
  }

  async goAvailable(): Promise<void> {
    await this.presses('Go available');
    await this.page.getByLabel('I hear it').click();
    await this.presses('Go available');
    await this.sees('Ready for the next call');
  }

  /** Finds somebody in the people's box and does what Enter does, to call or to talk first, or another key. */
  async finds(opener: string, typed: string, found: string, key = 'Enter'): Promise<void> {
    await this.presses(opener);
    const search = this.page.getByRole('combobox').first();
    await search.fill(typed);
    await this.page.getByRole('option', { name: found }).first().waitFor();
    await search.press(key);
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' });
  }

  async wrapsUp(): Promise<void> {
    await this.sees(/^Wrap-up: /);
    await this.page.getByRole('radio', { name: 'Solved' }).click();
    await this.page.getByRole('radio', { name: 'A new ticket' }).click();
    await this.page.getByLabel('Subject').fill('Asked and answered');
    await this.presses('Finish');
    await this.page.getByText(/^Wrap-up: /).waitFor({ state: 'hidden' });
  }

  async #level(hz: number): Promise<boolean> {
    const { db, at } = await heardIn(this.page, hz);
    const [level = -200] = at;
    return level > audibleDb && level > db + besideDb;
  }

  /** Until a tone is heard. Voices of other browsers come and go twice a second, so that one look is not enough. */
  async hears(...tones: number[]): Promise<void> {
    for (const hz of tones) {
      await expect.poll(() => this.#level(hz), { timeout: 30_000, interval: 50, message: `the page does not hear ${hz} Hz` }).toBe(true);
    }
  }

  /** Until a tone was not heard in four looks one after the other: a voice that comes and goes would have been in one of them. */
  async hearsNot(...tones: number[]): Promise<void> {
    for (const hz of tones) {
      const look = async (): Promise<boolean> => {
        for (let n = 0; n < 4; n++) if (await this.#level(hz)) return true;
        return false;
      };
      await expect.poll(look, { timeout: 30_000, interval: 50, message: `the page hears ${hz} Hz` }).toBe(false);
    }
  }
}
