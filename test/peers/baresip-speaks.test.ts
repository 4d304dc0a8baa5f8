/** baresip plays what somebody says into the call: the menu understands it, and a key of the same telephone as well. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wavOf } from '../../local/caller.ts';
import { openNumber } from '../../local/demo/settings.ts';
import { startCenter, type Center } from '../system/center.ts';
import { hearsWelcome } from '../system/menu.ts';
import { wordsWav } from '../system/words.ts';
import { startBaresip, type Baresip } from './baresip.ts';

/** Three seconds of silence, for the welcome to begin in, and then words; a minute of silence after them. */
async function silenceAndWords(text: string): Promise<Uint8Array> {
  const words = (await wordsWav(text)).subarray(44);
  const samples = new Int16Array(8000 * 63 + words.length / 2);
  samples.set(new Int16Array(words.slice().buffer), 8000 * 3);
  return wavOf(samples);
}

describe('baresip speaks', () => {
  let center: Center;
  const telephones: Baresip[] = [];
  const dial = async (voice: Uint8Array): Promise<Baresip> => {
    const baresip = await startBaresip('+12025550111', voice);
    telephones.push(baresip);
    await baresip.dial(`sip:${openNumber}@${center.system.endpoints.sip}`);
    await baresip.event('CALL_ESTABLISHED');
    return baresip;
  };

  beforeAll(async () => {
    center = await startCenter();
  });
  afterEach(async () => {
    for (const baresip of telephones.splice(0)) await baresip.close();
  });
  afterAll(async () => {
    await center?.close();
  });

  it('"technical support", and waits for a technician', async () => {
    await dial(await silenceAndWords('technical support'));
    expect((await center.facts.first('ContactQueued', () => true, 30_000)).data.topic).toBe('technical');
  });

  it('nothing, presses 3, and waits for billing', async () => {
    const baresip = await dial(wavOf(new Int16Array(8000 * 60)));
    await expect.poll(() => hearsWelcome(baresip.recording()), { timeout: 20_000 }).toBe(true);
    await baresip.press('3');
    expect((await center.facts.first('ContactQueued', ({ data }) => data.topic === 'billing', 15_000)).data.topic).toBe('billing');
  });
});
