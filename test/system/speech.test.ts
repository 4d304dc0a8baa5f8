/** Callers who say what they want: real speech over RTP, the recogniser, the bots of the templates, and the queue at the end. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PlacedCall } from '../../local/caller.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { startCenter, type Center } from './center.ts';
import { hearsWelcome } from './menu.ts';
import { sayOnce } from './words.ts';

const maria = '+12025550111';
const tony = '+12025550123';

describe('a caller who speaks', { timeout: 60_000 }, () => {
  let center: Center;
  const calls: PlacedCall[] = [];

  /** Dials and listens until the welcome has begun. */
  const dial = async (from: string): Promise<PlacedCall> => {
    const call = await center.call({ from });
    calls.push(call);
    expect(await call.answered).toBe(true);
    await call.until('the welcome', () => hearsWelcome(call.recording()), 20_000);
    return call;
  };
  const queued = (known: number): Promise<Fact<'ContactQueued'>> =>
    center.facts
      .until('the next caller waits', (facts) => facts.of('ContactQueued').length > known, 30_000)
      .then(() => center.facts.of('ContactQueued').at(-1) as Fact<'ContactQueued'>);

  beforeAll(async () => {
    center = await startCenter();
  }, 120_000);
  afterEach(async () => {
    center.system.cloud.engines.lex.quota = 100;
    for (const call of calls.splice(0)) await call.hangUp();
  });
  afterAll(async () => {
    await center?.close();
  });

  it('says "technical support" over the welcome, which falls silent, and waits for a technician', async () => {
    const known = center.facts.of('ContactQueued').length;
    const call = await dial(maria);
    await sayOnce(call, 'technical support');
    await call.until('the welcome falls silent', () => call.hears().kind === 'silence', 4000);
    expect((await queued(known)).data).toMatchObject({ topic: 'technical' });
  });

  it('presses a key instead, and does not wait for it', async () => {
    const known = center.facts.of('ContactQueued').length;
    const call = await dial(tony);
    const pressedAt = performance.now();
    call.press('3');
    expect((await queued(known)).data).toMatchObject({ topic: 'billing' });
    expect(performance.now() - pressedAt).toBeLessThan(3000);
  });

  it('is asked again after words that no menu has, and is understood then', async () => {
    const known = center.facts.of('ContactQueued').length;
    const call = await dial(maria);
    await sayOnce(call, 'what is the weather like today');
    await call.until('silence', () => call.hears().kind === 'silence', 8000);
    await call.until('the menu again', () => call.hears().kind === 'speech', 8000);
    await sayOnce(call, 'I would like an invoice please');
    expect((await queued(known)).data).toMatchObject({ topic: 'billing' });
  });

  it('hears the same menu by keypad at once when the bots have no room', async () => {
    center.system.cloud.engines.lex.quota = 0;
    const known = center.facts.of('ContactQueued').length;
    const call = await dial(tony);
    call.press('1');
    expect((await queued(known)).data).toMatchObject({ topic: 'product' });
    expect(center.errors).toEqual([]);
  });
});
