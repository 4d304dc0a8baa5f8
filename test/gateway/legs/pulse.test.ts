import { afterEach, describe, expect, test } from 'vitest';
import { silenceMs } from '../../../gateway/legs/pulse.ts';
import { dialBySip } from '../../../gateway/legs/sip-dial.ts';
import { inboundSipLeg } from '../../../gateway/legs/sip-leg.ts';
import type { Leg } from '../../../gateway/legs/contract.ts';
import { startMedia } from '../../../gateway/media/media.ts';
import { machineTimers, type Timers } from '../../../gateway/sip/timers.ts';
import { openUdp } from '../../../gateway/sip/transport.ts';
import { UserAgent } from '../../../gateway/sip/user-agent.ts';
import { until } from '../media/far-side.ts';
import { SilentMedia } from '../meetings/silent-media.ts';
import { Network, RawPeer, request, response, sdp } from '../sip/virtual.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A telephone's call, answered and acknowledged, on the virtual clock; `ends` are the codes that its listener was told. */
async function answeredLeg() {
  const network = new Network();
  const { agent } = network.agent('10.0.0.1');
  const far = new RawPeer(network, '10.0.0.9', agent.address);
  const pass = (ms = 100): Promise<void> => network.clock.pass(ms);
  const legs: Leg[] = [];
  const ends: number[] = [];
  const clock = { now: () => network.clock.nowMs, after: (ms: number, then: () => void) => network.clock.after(ms, then) };
  agent.onCall = (call) => {
    const leg = inboundSipLeg(call, new SilentMedia(), clock);
    leg.listener = { ringing: () => undefined, answered: () => undefined, ended: (code) => ends.push(code) };
    legs.push(leg);
  };
  far.send(request('INVITE', { body: sdp }));
  await pass();
  const leg = legs[0];
  if (!leg) throw new Error('no call came');
  leg.answer();
  await pass();
  far.send(request('ACK', { branch: 'z9hG4bK-ack', toTag: far.responses('INVITE').at(-1)?.essentials.to.parameters.get('tag') ?? '' }));
  await pass();
  return { network, agent, far, leg, ends, pass };
}

/** Answers each OPTIONS of a call once. */
async function answering(given: Awaited<ReturnType<typeof answeredLeg>>, status: number, forMs: number): Promise<void> {
  const answered = new Set<unknown>();
  for (let passed = 0; passed < forMs; passed += 200) {
    await given.pass(200);
    for (const options of given.far.requests('OPTIONS')) {
      if (answered.has(options)) continue;
      answered.add(options);
      given.far.send(response(options, status));
    }
  }
}

describe('an answered leg whose far end sends nothing', () => {
  test('is asked after 30 s, and ends with a BYE when no answer comes', async () => {
    const given = await answeredLeg();
    await given.pass(silenceMs - 1000);
    expect(given.far.requests('OPTIONS')).toHaveLength(0);
    await given.pass(2000);
    const [options] = given.far.requests('OPTIONS');
    expect(options?.essentials).toMatchObject({ callId: 'call-1', cseq: { number: 1, method: 'OPTIONS' } });
    expect(options?.essentials.to.parameters.get('tag')).toBe('far');
    expect(given.ends).toEqual([]);
    await given.pass(32_000);
    expect(given.ends).toEqual([480]);
    expect(given.far.requests('BYE')[0]?.essentials.cseq.number).toBe(2);
    await given.pass(32_500);
    expect(given.agent.counts()).toEqual({ calls: 0, transactions: 0 });
  });

  test.each([481, 408])('ends at once when it says %i', async (status) => {
    const given = await answeredLeg();
    await answering(given, status, silenceMs + 1000);
    expect(given.ends).toEqual([480]);
  });

  test.each([200, 405, 486])('stays as long as it answers, be it with %i, and is asked every 30 s', async (status) => {
    const given = await answeredLeg();
    await answering(given, status, 10 * silenceMs);
    expect(given.ends).toEqual([]);
    expect(given.far.requests('OPTIONS').length).toBeGreaterThanOrEqual(9);
    expect(given.far.requests('OPTIONS').length).toBeLessThanOrEqual(10);
  });

  test('that fell silent in mid-call is asked when the media worker tells of it', async () => {
    const given = await answeredLeg();
    given.leg.flowing?.(true);
    await given.pass(10 * silenceMs);
    expect(given.far.requests('OPTIONS')).toHaveLength(0);
    given.leg.flowing?.(false);
    await given.pass(32_500);
    expect(given.ends).toEqual([480]);
  });

  test('stays when its audio comes back while it is asked', async () => {
    const given = await answeredLeg();
    await given.pass(silenceMs + 1000);
    given.leg.flowing?.(true);
    await given.pass(10 * silenceMs);
    expect(given.ends).toEqual([]);
    expect(new Set(given.far.requests('OPTIONS').map(({ essentials }) => essentials.cseq.number)).size).toBe(1);
  });

  test('is asked nothing after it hung up', async () => {
    const given = await answeredLeg();
    given.leg.hangUp();
    await given.pass(200);
    const [bye] = given.far.requests('BYE');
    if (bye) given.far.send(response(bye, 200));
    await given.pass(10 * silenceMs);
    expect(given.far.requests('OPTIONS')).toHaveLength(0);
    expect(given.ends).toEqual([]);
  });
});

/** Seconds that pass fifty times as fast. */
function hurried(): Timers & { cancelAll(): void } {
  const timers = machineTimers();
  return { after: (ms, run) => timers.after(ms / 50, run), cancelAll: () => timers.cancelAll() };
}

/** A SIP side whose process can end without a word. */
async function overUdp() {
  const transport = await openUdp('127.0.0.1', 0, () => undefined);
  const timers = hurried();
  let gone: Promise<void> | undefined;
  const vanish = (): Promise<void> => {
    timers.cancelAll();
    return (gone ??= transport.close());
  };
  closing.push(vanish);
  return { agent: new UserAgent({ transport, timers, host: '127.0.0.1', name: 'test', log: () => undefined }), timers, vanish };
}

test('over UDP: of two telephones without a sound, the one that vanished is given up and the other one stays', async () => {
  const media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
  closing.push(() => media.close());
  const us = await overUdp();
  const clock = { now: () => Date.now(), after: (ms: number, then: () => void) => us.timers.after(ms, then) };
  const call = async () => {
    const phone = await overUdp();
    phone.agent.onCall = (incoming) => incoming.answer(sdp.replaceAll('10.0.0.9', '127.0.0.1'));
    const target = { uri: `sip:100@127.0.0.1:${phone.agent.address.port}`, from: '200' };
    const leg = dialBySip(us.agent, media, clock)({ to: '100', from: '200', headers: {} }, [target]);
    const ends: number[] = [];
    const answered = new Promise<void>((resolve) => {
      leg.listener = { ringing: () => undefined, answered: resolve, ended: (code) => void ends.push(code) };
    });
    await answered;
    return { leg, ends, vanish: phone.vanish };
  };
  const silent = await call();
  const gone = await call();
  await gone.vanish();
  await until('the end', () => gone.ends.length > 0);
  expect(gone.ends).toEqual([480]);
  expect(silent.ends).toEqual([]);
  silent.leg.hangUp();
});
