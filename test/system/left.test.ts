/** What callers leave, through the whole system: a message that is heard again, and a callback that ends in a conversation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlacedCall } from '../../local/caller.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { readWav } from '../../shared/prompts/sound/wav.ts';
import type { Agent } from './agent.ts';
import { startCenter, toneWav, type Center } from './center.ts';
import { choose } from './menu.ts';
import { openOutside, type Outside } from './outside.ts';

const maria = '+12025550111';
const callerHz = 500;
const agentHz = 900;
const beepHz = 1000;

/** How much of a sound's power is at a frequency (Goertzel), from 0 to 1. */
function shareOf(samples: Int16Array, hz: number, rate: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let [before, last, power] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + turn * last - before];
    power += sample * sample;
  }
  const at = before * before + last * last - turn * before * last;
  return power === 0 ? 0 : (2 * at) / (power * samples.length);
}

/** A frame in which somebody speaks: packets that come late on a busy machine are silence in a recording, and not another sound. */
const audible = 200;

/** The frames of 20 ms in which anything is heard, and how much of each is at a frequency. */
function sharesOf(samples: Int16Array, hz: number, rate: number): number[] {
  const length = rate / 50;
  const frames = Array.from({ length: Math.floor(samples.length / length) }, (_, i) => samples.subarray(i * length, (i + 1) * length));
  return frames.filter((frame) => Math.max(...frame) > audible).map((frame) => shareOf(frame, hz, rate));
}

describe('what callers leave behind', { timeout: 120_000 }, () => {
  let center: Center;
  let outside: Outside;
  let anna: Agent;

  beforeAll(async () => {
    outside = await openOutside();
    center = await startCenter({ trunk: outside.trunk });
    for (const [queueId, fallback] of [
      ['technical', 'voicemail'],
      ['billing', 'offer-callback'],
    ] as const) {
      await center.db.write([{ table: 'settings', update: settingKeys.queue(queueId), set: { needsStaff: true, fallback } }]);
    }
    anna = await center.agent('anna');
  }, 240_000);

  afterAll(async () => {
    await center?.close();
    await outside?.close();
  });

  /** Presses a key again and again until the call is over. */
  async function pressesUntilTheEnd(call: PlacedCall, key: string): Promise<void> {
    const timer = setInterval(() => call.press(key), 1500);
    try {
      await call.ended;
    } finally {
      clearInterval(timer);
    }
  }

  it('is a message, which an agent hears as it was said', async () => {
    const call = await center.call({ from: maria, hz: callerHz });
    await choose(call, '2');
    await call.until('the beep', () => call.hearsTone(beepHz, 0.2), 40_000);
    const from = call.recording().length;
    await call.until('three seconds of recording', () => call.recording().length - from > 3 * 8000, 20_000);
    call.press('#');
    await pressesUntilTheEnd(call, '1');
    const { voicemail } = await anna.next('voicemail', undefined, 30_000);
    expect(voicemail).toMatchObject({ forName: 'Technical', customerName: 'Maria Keller', state: 'unheard', number: maria });
    const { voicemailId } = voicemail;
    const { voicemails } = await anna.call('GET /api/left', {}, {});
    expect(voicemails.map((one) => one.voicemailId)).toEqual([voicemailId]);
    const { url } = await anna.call('POST /api/voicemail/{voicemailId}/play', { voicemailId }, {});
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    const { samples, rate } = readWav(Buffer.from(await answer.arrayBuffer()));
    expect(samples.length / rate).toBeGreaterThan(2);
    // The caller's tone and nothing else: no beep, no prompt.
    const shares = sharesOf(samples, callerHz, rate);
    expect(shares.length).toBeGreaterThan(50);
    expect(shares.filter((share) => share > 0.8).length / shares.length).toBeGreaterThan(0.9);
    expect((await fetch(url.replace(/X-Amz-Signature=\w{8}/, 'X-Amz-Signature=00000000'))).status).toBe(403);
    expect(await anna.call('POST /api/voicemail/{voicemailId}', { voicemailId }, { do: 'done' })).toMatchObject({ state: 'done' });
  });

  it('is a wish to be called back: the agent comes first, then the customer rings, and they talk', async () => {
    const call = await center.call({ from: maria, hz: callerHz });
    await choose(call, '3');
    await pressesUntilTheEnd(call, '1');
    const { callback } = await anna.next('callback', (message) => message.callback.state === 'waiting', 30_000);
    expect(callback).toMatchObject({ queueName: 'Billing', number: maria, attempts: 0 });
    await anna.goAvailable();
    const { contact } = await anna.next('offer');
    expect(contact).toMatchObject({ contactId: callback.contactId, callback: { face: 'offered', attempt: 1 } });
    const { contactId, n } = contact;
    const seat = await anna.accept(contact, agentHz);
    const answers = outside.answers(maria, toneWav(callerHz));
    await anna.call('POST /api/contacts/{contactId}/call', { contactId }, { n });
    const phone = await answers;
    await phone.until('the agent’s tone', () => phone.hearsTone(agentHz), 20_000);
    await expect.poll(() => seat.hearsTone(callerHz), { timeout: 20_000 }).toBe(true);
    await phone.hangUp();
    await anna.next('contact', (message) => message.contact.contactId === contactId && message.contact.state === 'wrapping-up');
    await seat.leave();
    expect((await anna.call('GET /api/left', {}, {})).callbacks).toEqual([]);
    expect(center.errors).toEqual([]);
    expect(center.deadLetters()).toEqual([]);
  });
});
