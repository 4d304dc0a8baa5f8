/** Call control with programs that others wrote: agents in three Chromiums, a customer and a desk phone in baresip. Tones tell who hears whom. */
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shareAt } from '../../local/hearing.ts';
import { openNumber } from '../../local/demo/settings.ts';
import { startCenter, type Center } from '../system/center.ts';
import { hearsWelcome } from '../system/menu.ts';
import { startBaresip, type Baresip } from './baresip.ts';
import { picture, pictures } from './chromium.ts';
import { Desk } from './desk.ts';

/** No multiple of one is near another: codecs make such of a tone. */
const hz = { customer: 500, anna: 700, bela: 1150, clara: 1650, deskPhone: 850 } as const;
const voices = Object.values(hz);

/** The last pieces of 200 ms that a telephone heard: longer, and a packet that came late turns the tone's phase. */
const justHeard = (phone: Baresip, pieces = 1): Int16Array[] => {
  const samples = phone.recording().slice(-1600 * pieces);
  return Array.from({ length: pieces }, (_, i) => samples.slice(1600 * i, 1600 * (i + 1)));
};
const isLoud = (samples: Int16Array): boolean => samples.some((sample) => Math.abs(sample) > 300);
const holds = (tone: number, share: number) => (samples: Int16Array) => isLoud(samples) && shareAt(tone, samples) > share;

/**
 * The share that one of so many voices has at least of what a telephone hears. All gates are of the same length, so that voices which begin
 * together stay together: of three that are alike each has a third, and the one that its browser levels lowest less than a fifth, in every piece.
 */
const audible = (voicesAtOnce: number): number => (voicesAtOnce > 2 ? 0.08 : 0.2);

/** Until a telephone hears each of these tones; else how much it had of each voice at best. */
async function hears(phone: Baresip, ...tones: number[]): Promise<void> {
  const best = new Map(voices.map((tone) => [tone, 0]));
  const look = (wanted: number): boolean => {
    const pieces = justHeard(phone).filter(isLoud);
    for (const tone of voices) best.set(tone, Math.max(best.get(tone) ?? 0, ...pieces.map((samples) => shareAt(tone, samples))));
    return pieces.some(holds(wanted, audible(tones.length)));
  };
  for (const tone of tones) {
    for (const until = Date.now() + 30_000; !look(tone); await pause(60)) {
      const had = [...best].map(([voice, share]) => `${voice} Hz: ${share.toFixed(3)}`).join(', ');
      if (Date.now() > until) throw new Error(`the telephone does not hear ${tone} Hz, but at best ${had}`);
    }
  }
}
/** Until a telephone has heard music or words for more than a second, and nobody's voice: those of browsers pause for a quarter of it. */
async function hearsMusic(phone: Baresip): Promise<void> {
  const look = (): boolean => {
    const pieces = justHeard(phone, 6);
    return pieces.filter(isLoud).length > 3 && !voices.some((tone) => pieces.some(holds(tone, 0.3)));
  };
  await expect.poll(look, { timeout: 30_000, interval: 100, message: 'the telephone hears no music' }).toBe(true);
}

describe('call control', () => {
  let center: Center;
  let anna: Desk;
  let bela: Desk;
  let clara: Desk;
  let customer: Baresip;
  let deskPhone: Baresip;
  let deskNumber: string;

  const calls = async (key: string): Promise<void> => {
    await customer.dial(`sip:${openNumber}@${center.system.endpoints.sip}`);
    await customer.event('CALL_ESTABLISHED');
    await expect.poll(() => hearsWelcome(customer.recording()), { timeout: 20_000 }).toBe(true);
    await customer.press(key);
  };
  const nothingLeft = async (): Promise<void> => {
    await expect.poll(() => center.system.gateway.calls(), { timeout: 15_000 }).toEqual([]);
    await expect.poll(() => center.system.gateway.meetings(), { timeout: 15_000 }).toEqual([]);
  };

  beforeAll(async () => {
    center = await startCenter({ ringSeconds: 60 });
    const { client, sip, phones } = center.system.endpoints;
    const account = phones.find(({ agent }) => agent.startsWith('anna'));
    if (account === undefined) throw new Error('Anna has no desk phone');
    deskNumber = account.number;
    customer = await startBaresip('+12025550111', hz.customer);
    deskPhone = await startBaresip({ ...account, sip }, hz.deskPhone);
    anna = await Desk.open(client, 'anna', hz.anna);
    bela = await Desk.open(client, 'bela', hz.bela);
    await anna.goAvailable();
    clara = await Desk.open(client, 'clara', hz.clara);
    // These can be asked, and get no calls of their own.
    for (const { page } of [bela, clara]) {
      await page.getByRole('button', { name: 'Go available' }).last().waitFor();
      await page.keyboard.press('k');
      await page.getByText('Back office').filter({ visible: true }).first().waitFor();
    }
  });
  afterAll(async () => {
    await Promise.all([anna?.close(), bela?.close(), clara?.close(), customer?.close(), deskPhone?.close()]);
    await center?.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await anna.page.screenshot({ path: path.join(pictures, 'control-failed-anna.png') });
    await bela.page.screenshot({ path: path.join(pictures, 'control-failed-bela.png') });
    await clara.page.screenshot({ path: path.join(pictures, 'control-failed-clara.png') });
  });

  it('a customer hears music on hold, and the agent again after it', async () => {
    await calls('2');
    await anna.presses('Accept');
    await hears(customer, hz.anna);
    await anna.hears(hz.customer);

    await anna.presses('Hold');
    await anna.sees('The customer is on hold');
    await hearsMusic(customer);
    await anna.hearsNot(hz.customer);
    await picture(anna.page, 'control-hold');

    await anna.presses('Resume');
    await hears(customer, hz.anna);
    await anna.hears(hz.customer);
  });

  it('a colleague is asked while the customer hears music; then the agent turns back to the customer', async () => {
    await anna.finds('Add or transfer', 'bela', 'Bela');
    await bela.sees('Anna Lindqvist asks for your advice, the caller is on hold');
    await picture(bela.page, 'control-asked');
    await bela.presses('Accept');
    await anna.sees(/You talk with Bela/);
    await anna.hears(hz.bela);
    await bela.hears(hz.anna);
    await hearsMusic(customer);
    await bela.hearsNot(hz.customer);
    await picture(anna.page, 'control-consulting');

    await anna.presses('Swap');
    await anna.sees('You talk with the customer');
    await hears(customer, hz.anna);
    await bela.hearsNot(hz.anna, hz.customer);
  });

  it('three hear each other, also after a reload', async () => {
    await anna.presses('Merge');
    await anna.sees('Conference of 3');
    await hears(customer, hz.anna, hz.bela);
    await anna.hears(hz.customer, hz.bela);
    await bela.hears(hz.customer, hz.anna);
    await picture(anna.page, 'control-conference');
    await picture(bela.page, 'control-joined');

    await anna.page.reload();
    await anna.sees('Conference of 3');
    await anna.hears(hz.customer, hz.bela);
    await hears(customer, hz.anna, hz.bela);
    await bela.hears(hz.customer, hz.anna);
  });

  it('a third agent joins, all four hear each other, and the third mutes herself and leaves', async () => {
    await anna.finds('Add or transfer', 'clara', 'Clara', 'Shift+Enter');
    await clara.presses('Accept');
    await anna.sees('Conference of 4');
    await hears(customer, hz.anna, hz.bela, hz.clara);
    await anna.hears(hz.customer, hz.bela, hz.clara);
    await bela.hears(hz.customer, hz.anna, hz.clara);
    await clara.hears(hz.customer, hz.anna, hz.bela);
    await picture(anna.page, 'control-conference-of-four');
    await picture(clara.page, 'control-third');

    await clara.presses('Mute');
    await anna.hearsNot(hz.clara);
    await clara.hears(hz.anna);
    await clara.presses('Leave');
    await anna.sees('Conference of 3');
    await clara.page.getByText('In the conversation').first().waitFor({ state: 'hidden' });
    await anna.hears(hz.customer, hz.bela);
  });

  it('the colleague keeps the customer, and each has a wrap-up', async () => {
    await anna.presses('Complete');
    await anna.wrapsUp();
    await hears(customer, hz.bela);
    await bela.hears(hz.customer);
    await bela.sees('Talking');
    await bela.presses('Hang up');
    await customer.event('CALL_CLOSED');
    await bela.wrapsUp();
    await nothingLeft();
  });

  it('an agent calls a desk phone, sees it ring, and talks', async () => {
    await anna.finds('Call somebody', deskNumber, 'Outside number');
    await anna.sees(/: it rings/);
    await picture(anna.page, 'control-dialling');
    await deskPhone.accept();
    await hears(deskPhone, hz.anna);
    await anna.hears(hz.deskPhone);
    await deskPhone.hangUp();
    await anna.wrapsUp();
    await nothingLeft();
  });

  it('an agent talks by desk phone: it rings, says what for, and connects after a key', async () => {
    await anna.presses('You talk by this browser. Change');
    await anna.page.getByText('A telephone', { exact: true }).click();
    await anna.page.getByLabel('Its number').fill(deskNumber);
    await picture(anna.page, 'control-device');
    await anna.presses('Save');
    await anna.page.getByRole('dialog').waitFor({ state: 'hidden' });

    await deskPhone.event('CALL_CLOSED');
    await calls('1');
    await anna.sees('Your telephone rings: press 1 there');
    await picture(anna.page, 'control-by-phone');
    await deskPhone.event('CALL_INCOMING');
    await deskPhone.accept();
    await deskPhone.event('CALL_ESTABLISHED');
    await expect.poll(() => hearsWelcome(deskPhone.recording()), { timeout: 20_000, message: 'nothing is announced' }).toBe(true);
    await hearsMusic(customer);
    await deskPhone.press('1');
    await hears(customer, hz.deskPhone);
    await hears(deskPhone, hz.customer);
    await anna.sees('You talk by telephone');

    await anna.presses('Hold');
    await hearsMusic(customer);
    await anna.presses('Resume');
    await hears(customer, hz.deskPhone);
    await hears(deskPhone, hz.customer);
    await customer.hangUp();
    await deskPhone.event('CALL_CLOSED');
    await anna.wrapsUp();
    await nothingLeft();
  });

  it('has raised no error and broken no security policy', () => {
    expect([...anna.wrong, ...bela.wrong, ...clara.wrong]).toEqual([]);
    expect(center.errors).toEqual([]);
  });
});
