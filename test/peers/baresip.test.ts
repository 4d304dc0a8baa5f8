/** baresip, a softphone that others wrote, talks with an agent: tones tell who hears whom. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shareAt } from '../../local/hearing.ts';
import { openNumber } from '../../local/demo/settings.ts';
import { startCenter, type Center } from '../system/center.ts';
import { hearsWelcome } from '../system/menu.ts';
import { startBaresip, type Baresip } from './baresip.ts';

const [callerHz, agentHz] = [600, 1000];

describe('baresip', () => {
  let center: Center;
  let baresip: Baresip;
  beforeAll(async () => {
    center = await startCenter();
    baresip = await startBaresip('+12025550111', callerHz);
  });
  afterAll(async () => {
    await baresip?.close();
    await center?.close();
  });
  /** The last 200 ms that baresip heard: longer, and a packet that came late on a busy machine turns the tone's phase. */
  const justHeard = (): Int16Array => baresip.recording().slice(-1600);

  it('hears the menu, presses 2, and talks with the agent both ways', async () => {
    const anna = await center.agent('anna');
    await anna.goAvailable();
    await baresip.dial(`sip:${openNumber}@${center.system.endpoints.sip}`);
    await baresip.event('CALL_ESTABLISHED');
    await expect.poll(() => hearsWelcome(baresip.recording()), { timeout: 20_000 }).toBe(true);
    await baresip.press('2');
    const { contact } = await anna.next('offer');
    expect(contact).toMatchObject({ topic: 'technical', customer: { name: 'Maria Keller' } });

    const seat = await anna.accept(contact, agentHz);
    await expect.poll(() => shareAt(agentHz, justHeard()), { timeout: 15_000, interval: 200 }).toBeGreaterThan(0.8);
    await expect.poll(() => seat.hearsTone(callerHz), { timeout: 10_000 }).toBe(true);
    expect(shareAt(callerHz, justHeard())).toBeLessThan(0.01);

    await baresip.hangUp();
    const ended = await center.facts.first('ContactEnded', ({ subjectId }) => subjectId === contact.contactId);
    expect(ended.data.why).toBe('caller-hung-up');
    await anna.next('contact', (message) => message.contact.state === 'wrapping-up');
    await seat.leave();
    await expect.poll(() => center.system.gateway.calls(), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => center.system.gateway.meetings(), { timeout: 10_000 }).toEqual([]);
    expect(center.errors).toEqual([]);
  });
});
