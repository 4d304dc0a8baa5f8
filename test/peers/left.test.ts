/**
 * What callers leave, from telephone to telephone by way of a person at a browser: messages that are heard, callbacks that are called, moved and
 * cancelled, and missed callers who are reached. The telephones are baresip, the agent sits at Chromium.
 */
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shareAt } from '../../local/hearing.ts';
import { openNumber } from '../../local/demo/settings.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { startCenter, type Center } from '../system/center.ts';
import { hearsWelcome } from '../system/menu.ts';
import { startBaresip, type Baresip } from './baresip.ts';
import { picture, pictures } from './chromium.ts';
import { Desk } from './desk.ts';

const hz = { maria: 500, tomas: 850, anna: 700 } as const;
const beepHz = 1000;
const maria = '+12025550111';

const justHeard = (phone: Baresip): Int16Array => phone.recording().slice(-1600);
const hears = (phone: Baresip, tone: number) =>
  expect
    .poll(() => shareAt(tone, justHeard(phone)), { timeout: 40_000, interval: 50, message: `the telephone does not hear ${tone} Hz` })
    .toBeGreaterThan(0.3);

describe('what callers leave', { retry: 0 }, () => {
  let center: Center;
  let anna: Desk;
  /** Rings when Maria's number is called: the only telephone of the outside. */
  let mariasPhone: Baresip;
  let tomasPhone: Baresip;

  const dials = async (phone: Baresip, key: string): Promise<void> => {
    await phone.dial(`sip:${openNumber}@${center.system.endpoints.sip}`);
    await phone.event('CALL_ESTABLISHED');
    await expect.poll(() => hearsWelcome(phone.recording()), { timeout: 20_000 }).toBe(true);
    await phone.press(key);
  };
  /** Calls and chooses, and is in the queue. */
  const waits = async (phone: Baresip): Promise<void> => {
    const queued = (): number => center.facts.of('ContactQueued', ({ data }) => data.topic === 'product').length;
    const known = queued();
    await dials(phone, '1');
    await center.facts.until('nobody waits', () => queued() > known);
  };
  /** Presses until the contact center is done with the call. */
  const pressesToTheEnd = async (phone: Baresip, key: string): Promise<void> => {
    const timer = setInterval(() => void phone.press(key), 1500);
    await phone.event('CALL_CLOSED', 60_000).finally(() => clearInterval(timer));
  };
  const asksForCallback = async (): Promise<void> => {
    await dials(mariasPhone, '3');
    await pressesToTheEnd(mariasPhone, '1');
  };
  const tab = (name: string) => anna.page.getByRole('tab', { name });
  const opens = async (name: string): Promise<void> => {
    await anna.page.keyboard.press('4');
    await tab(name).click();
  };
  const row = (name: string) => anna.page.getByRole('row', { name });
  const goesOnBreak = async (): Promise<void> => {
    await anna.page.keyboard.press('k');
    await anna.page.locator('#status-menu').getByText('Back office', { exact: true }).waitFor();
  };
  const goesAvailable = async (): Promise<void> => {
    await anna.page.keyboard.press('1');
    await anna.page.keyboard.press('v');
  };
  /** Maria picks up, they hear each other, and she hangs up. */
  const talks = async (): Promise<void> => {
    await mariasPhone.event('CALL_INCOMING');
    await mariasPhone.accept();
    await hears(mariasPhone, hz.anna);
    await anna.hears(hz.maria);
    await mariasPhone.hangUp();
    await mariasPhone.event('CALL_CLOSED');
    await anna.wrapsUp();
  };

  beforeAll(async () => {
    mariasPhone = await startBaresip(maria, hz.maria);
    tomasPhone = await startBaresip('+12025550112', hz.tomas);
    center = await startCenter({ ringSeconds: 60, trunk: mariasPhone.at });
    for (const [queueId, fallback] of [
      ['technical', 'voicemail'],
      ['billing', 'offer-callback'],
    ] as const)
      await center.db.write([{ table: 'settings', update: settingKeys.queue(queueId), set: { needsStaff: true, fallback } }]);
    anna = await Desk.open(center.system.endpoints.client, 'anna', hz.anna);
    await anna.goAvailable();
    await goesOnBreak();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    console.log(center.errors.join('\n'), center.lines.slice(-40).join('\n'));
    await anna.page.screenshot({ path: path.join(pictures, 'left-failed.png') });
  });
  afterAll(async () => {
    await Promise.all([anna?.close(), mariasPhone?.close(), tomasPhone?.close()]);
    await center?.close();
  });

  it('is a message, which the agent hears in the browser to its end, and is done with', async () => {
    await opens('Voicemail');
    await anna.sees('No messages');
    await dials(tomasPhone, '2');
    await hears(tomasPhone, beepHz);
    const from = tomasPhone.recording().length;
    await expect.poll(() => tomasPhone.recording().length - from, { timeout: 20_000 }).toBeGreaterThan(5 * 8000);
    await tomasPhone.hangUp();
    await tomasPhone.event('CALL_CLOSED');
    await anna.sees('Unheard');
    await row('Tomas').waitFor();
    await picture(anna.page, 'left-message');
    await anna.presses('Listen');
    const audio = anna.page.getByRole('group', { name: 'Message, Tomas Novak' }).locator('audio');
    // How the element of the page stands: its own types are the browser's, which the tests are compiled without.
    const of = (name: string) =>
      audio.evaluate((element, property) => Number((element as unknown as Record<string, unknown>)[property]), name);
    await expect.poll(() => of('currentTime'), { timeout: 20_000 }).toBeGreaterThan(0.5);
    await picture(anna.page, 'left-listening');
    const seconds = await of('duration');
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(7);
    const shown = (await row('Tomas').getByRole('cell').allInnerTexts()).find((text) => /^\d:\d\d$/.test(text)) ?? '';
    expect(Math.abs(Number(shown.slice(2)) - seconds)).toBeLessThanOrEqual(1);
    await anna.sees('Heard by Anna Lindqvist');
    await anna.presses('Take');
    await anna.presses('Give back');
    await anna.presses('Done');
    await anna.sees('The message is done with.');
    await picture(anna.page, 'left-done');
    await anna.presses('Close the player');
    await audio.waitFor({ state: 'detached' });
  }, 120_000);

  it('is a wish to be called back: the record on the screen, Call, the telephone rings, they talk, and the entry is gone', async () => {
    await asksForCallback();
    await opens('Callbacks');
    await row('Maria Keller').waitFor();
    await anna.sees('As soon as somebody is free');
    await picture(anna.page, 'left-callback');
    await goesAvailable();
    await anna.sees('Why you');
    await picture(anna.page, 'left-callback-offered');
    await anna.presses('Accept');
    await anna.sees('Called by itself in');
    await anna.sees('Card reader loses its connection');
    await picture(anna.page, 'left-callback-ready');
    await anna.presses('Call now');
    await anna.sees('A mailbox answered');
    await picture(anna.page, 'left-callback-calling');
    await talks();
    await opens('Callbacks');
    await anna.sees('No callbacks');
  }, 120_000);

  it('is a callback that a mailbox answered: it is tried again, put to another time, and cancelled', async () => {
    await goesOnBreak();
    await asksForCallback();
    await goesAvailable();
    await anna.presses('Accept');
    await anna.presses('Call now');
    await mariasPhone.event('CALL_INCOMING');
    await mariasPhone.accept();
    await anna.presses('A mailbox answered');
    await mariasPhone.event('CALL_CLOSED');
    await picture(anna.page, 'left-callback-mailbox');
    await opens('Callbacks');
    await anna.sees('1 of 3');
    await picture(anna.page, 'left-callback-again');
    await anna.presses('Another time');
    await anna.sees('When is Maria Keller to be called?');
    await picture(anna.page, 'left-callback-moving');
    await anna.presses('Move');
    await anna.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await picture(anna.page, 'left-callback-moved');
    await anna.sees('Maria Keller is called back');
    await anna.presses('Cancel the callback');
    await anna.sees('Not call Maria Keller back?');
    await picture(anna.page, 'left-callback-cancelling');
    await anna.presses('Keep it');
    await anna.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await anna.presses('Cancel the callback');
    await anna.page.getByRole('dialog').getByRole('button', { name: 'Cancel the callback' }).click();
    await anna.sees('No callbacks');
  }, 120_000);

  it('is a missed call: one entry, called back with one click, and gone when they talk', async () => {
    await goesOnBreak();
    for (let times = 1; times <= 2; times++) {
      await waits(mariasPhone);
      await mariasPhone.hangUp();
      await mariasPhone.event('CALL_CLOSED');
    }
    await opens('Missed');
    await row('Maria Keller').waitFor();
    await expect.poll(() => row('Maria Keller').getByRole('cell').allInnerTexts()).toContain('2');
    await picture(anna.page, 'left-missed');
    await anna.presses('Call back');
    await talks();
    await opens('Missed');
    await anna.sees('Nobody was missed');
  }, 120_000);

  it('is a missed call that is gone when the caller calls again and reaches somebody', async () => {
    await waits(tomasPhone);
    await tomasPhone.hangUp();
    await tomasPhone.event('CALL_CLOSED');
    await row('Tomas').waitFor();
    await goesAvailable();
    await dials(tomasPhone, '1');
    await anna.presses('Accept');
    await hears(tomasPhone, hz.anna);
    await tomasPhone.hangUp();
    await anna.wrapsUp();
    await opens('Missed');
    await anna.sees('Nobody was missed');
  }, 120_000);

  it('and nothing went wrong on the way', () => {
    expect(anna.wrong).toEqual([]);
    expect(center.errors).toEqual([]);
    expect(center.deadLetters()).toEqual([]);
  });
});
