/** What an administrator does with prompts, heard by a caller: the whole system, from the API to the telephone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedNumber } from '../../local/demo/settings.ts';
import type { PlacedCall } from '../../local/caller.ts';
import type { Agent } from './agent.ts';
import { type Center, startCenter, toneWav } from './center.ts';

let center: Center;
let dora: Agent;
beforeAll(async () => {
  center = await startCenter();
  dora = await center.agent('dora');
}, 120_000);
afterAll(() => center.close());

const closed = { language: 'en-US', name: 'closed' };
const wav = (hz: number) => Buffer.from(toneWav(hz)).toString('base64');
async function calls(test: (caller: PlacedCall) => Promise<unknown>): Promise<void> {
  const caller = await center.call({ from: '+12025550114', to: closedNumber });
  await test(caller);
  await caller.hangUp();
}
const versionOf = async (name: string) => {
  const { prompts } = await dora.call('GET /api/prompts', {}, {});
  return prompts.find((row) => row.name === name)?.languages.find(({ language }) => language === 'en-US');
};

describe('an administrator', () => {
  it('uploads a recording, and the next caller hears it', async () => {
    const after = await dora.call('POST /api/prompts/{language}/{name}/recording', closed, { wav: wav(700), version: 0 });
    expect(after).toMatchObject({ state: 'own', version: 1, changedBy: expect.stringContaining('Dora') as string });
    await calls((caller) => caller.until('the tone', () => caller.hearsTone(700), 15_000));
    const { recordings } = await dora.call('GET /api/prompts/{language}/{name}/recordings', closed, {});
    const heard = await fetch(recordings[0]?.address ?? '');
    expect(heard.status).toBe(200);
    expect((await heard.arrayBuffer()).byteLength).toBe(44 + 16_000);
  }, 60_000);

  it('keeps it through a deploy', async () => {
    await center.system.cloud.deploy();
    await calls((caller) => caller.until('the tone', () => caller.hearsTone(700), 15_000));
  }, 60_000);

  it('takes it back, and callers hear the shipped words', async () => {
    await dora.call('POST /api/prompts/{language}/{name}/undo', closed, { version: 1 });
    expect(await versionOf('closed')).toMatchObject({ state: 'shipped', version: 0 });
    await calls((caller) => caller.until('words', () => caller.hears().kind === 'speech', 15_000));
  }, 60_000);

  it('changes the words, and the voice in Polly’s place speaks them', async () => {
    const text = { text: 'The bakery is closed on Mondays.', version: 0 };
    const after = await dora.call('POST /api/prompts/{language}/{name}/text', closed, text);
    expect(after).toMatchObject({ state: 'own', text: text.text, version: 3 });
    await calls((caller) => caller.until('words', () => caller.hears().kind === 'speech', 15_000));
  }, 60_000);

  it('is told in a sentence what a recording lacks', async () => {
    const silence = { wav: Buffer.from(toneWav(0)).toString('base64'), version: 3 };
    await expect(dora.call('POST /api/prompts/{language}/{name}/recording', closed, silence)).rejects.toThrow('it is silent');
  });

  it('leaves nothing in the logs of functions', () => {
    expect(center.errors).toEqual([]);
  });
});
