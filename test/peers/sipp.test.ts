/** sipp, a SIP peer that others wrote, against the whole system. Keys are replayed from recordings through raw sockets, which needs root. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterHoursNumber, helpDeskNumber, openNumber, switchboardNumber } from '../../local/demo/settings.ts';
import { queueIds, startCenter, type Center } from '../system/center.ts';
import { sipp, type SippOrder } from './sipp.ts';

const went = { code: 0, failed: 0 };

describe('sipp', () => {
  let center: Center;
  const run = (order: Omit<SippOrder, 'sip' | 'number'>, number = openNumber) =>
    sipp({ ...order, sip: center.system.endpoints.sip, number });
  const nothingLeft = async () => {
    await expect.poll(() => center.system.gateway.calls(), { timeout: 40_000 }).toEqual([]);
    for (const queueId of queueIds) expect(await center.places('QUEUE', queueId)).toEqual([]);
    expect(center.deadLetters()).toEqual([]);
  };

  beforeAll(async () => {
    center = await startCenter();
  });
  afterAll(async () => {
    await center?.close();
  });

  it('asks by OPTIONS what is spoken here', async () => {
    expect(await run({ scenario: 'options' })).toMatchObject({ ...went, successful: 1 });
  });

  it('is answered, presses 2 in the menu by telephone events, waits in the queue, and hangs up', async () => {
    const [result] = await Promise.all([
      run({ scenario: 'press', holdMs: 1000 }),
      center.facts.first('ContactQueued', ({ data }) => data.queueId === 'technical', 30_000),
    ]);
    expect(result).toMatchObject({ ...went, successful: 1 });
    await center.facts.first('EntryLeft', ({ data }) => data.why === 'abandoned');
    await nothingLeft();
    expect(center.errors).toEqual([]);
  });

  it('gives up while it rings', async () => {
    const disarm = center.system.cloud.faults.arm({ at: 'invocation', matches: 'calls-receive', effect: { kind: 'delay', ms: 1500 } });
    expect(await run({ scenario: 'cancel' })).toMatchObject({ ...went, successful: 1 });
    disarm();
    await nothingLeft();
  });

  it('loses a tenth of its packets, and no call', async () => {
    expect(await run({ scenario: 'short-call', calls: 30, callsPerSecond: 5, holdMs: 3000, lost: 10, withinMs: 120_000 })).toMatchObject({
      code: 0,
      successful: 30,
      failed: 0,
    });
    await nothingLeft();
  });

  it('calls a hundred times at once: all wait in the queue together, none is lost', { timeout: 300_000 }, async () => {
    const before = { queued: center.facts.of('ContactQueued').length, left: center.facts.of('EntryLeft').length };
    const waiting = async () => (await Promise.all(queueIds.map((queueId) => center.places('QUEUE', queueId)))).flat().length;
    const [result] = await Promise.all([
      run({ scenario: 'press', calls: 100, callsPerSecond: 3, holdMs: 60_000, withinMs: 170_000 }),
      center.facts
        .until('not a hundred in the queue', (facts) => facts.of('ContactQueued').length === before.queued + 100, 110_000)
        .then(async () => expect(await waiting()).toBe(100)),
    ]);
    expect(result).toMatchObject({ code: 0, successful: 100, failed: 0 });
    await center.facts.until('not a hundred gone', (facts) => facts.of('EntryLeft').length === before.left + 100);
    expect(new Set(center.facts.of('EntryLeft').map(({ data }) => data.why))).toEqual(new Set(['abandoned']));
    await nothingLeft();
  });

  it.each([
    ['help desk, in Hungarian', helpDeskNumber, 'LanguageChosen'],
    ['switchboard, to spell a name', switchboardNumber, undefined],
    ['line for after hours', afterHoursNumber, undefined],
  ] as const)('fifty at once press a key at the %s: none is lost', { timeout: 240_000 }, async (_, number, told) => {
    const count = (type: 'ContactArrived' | 'ContactEnded' | 'LanguageChosen') => center.facts.of(type).length;
    const before = { arrived: count('ContactArrived'), ended: count('ContactEnded'), told: told === undefined ? 0 : count(told) };
    const result = await run({ scenario: 'press', calls: 50, callsPerSecond: 5, holdMs: 15_000, withinMs: 120_000 }, number);
    expect(result).toMatchObject({ code: 0, successful: 50, failed: 0 });
    await center.facts.until('not fifty gone', () => count('ContactEnded') === before.ended + 50, 60_000);
    expect(count('ContactArrived')).toBe(before.arrived + 50);
    if (told !== undefined) expect(count(told)).toBe(before.told + 50);
    expect(center.facts.of('CallLost')).toEqual([]);
    await nothingLeft();
  });
});
