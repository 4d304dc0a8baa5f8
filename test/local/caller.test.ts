/** The caller in code against the gateway's own SIP and media. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inboundSipLeg } from '../../gateway/legs/sip-leg.ts';
import type { Leg } from '../../gateway/legs/contract.ts';
import type { Media, MediaEvent } from '../../gateway/media/contract.ts';
import { startMedia } from '../../gateway/media/media.ts';
import type { SipServer } from '../../gateway/sip/contract.ts';
import { startSip } from '../../gateway/sip/server.ts';
import { composeHoldMusic } from '../../infra/prompts/hold-music.ts';
import { levelled, toTelephone, trimmed } from '../../shared/prompts/sound/shape.ts';
import { speak } from '../../infra/prompts/voice.ts';
import { placeCall, wavOf } from '../../local/caller.ts';
import { Hearing } from '../../local/hearing.ts';

const tone = (hz: number, seconds: number): Int16Array =>
  Int16Array.from({ length: seconds * 8000 }, (_, i) => 9000 * Math.sin((2 * Math.PI * hz * i) / 8000));
const sixteenBit = (samples: Float64Array): Int16Array => Int16Array.from(samples, (value) => value * 32_767);

/** How often each kind is heard in samples, asked each 100 ms once the cadence is known. */
function kinds(samples: Int16Array): Record<string, number> {
  const hearing = new Hearing();
  const counts: Record<string, number> = {};
  for (let at = 0, frame = 0; at + 160 <= samples.length; at += 160, frame++) {
    hearing.hear(samples.subarray(at, at + 160));
    if (frame < 60 || frame % 5 !== 0) continue;
    const { kind } = hearing.heard;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

describe('what is heard', () => {
  it('speech is speech, music mostly music, a tone a tone, and nothing silence', async () => {
    const { samples, rate } = await speak('For a question about a product press one. For technical help press two. Or stay on the line.');
    expect(Object.keys(kinds(sixteenBit(trimmed(levelled(toTelephone(samples, rate), -20), 0))))).toEqual(['speech']);
    const { music = 0, speech = 0 } = kinds(sixteenBit(composeHoldMusic(12_000)));
    expect(music).toBeGreaterThan(5 * speech);
    expect(Object.keys(kinds(tone(440, 3)))).toEqual(['tone']);
    expect(Object.keys(kinds(new Int16Array(24_000)))).toEqual(['silence']);
  });

  it('a tone has its frequency', () => {
    const hearing = new Hearing();
    const samples = tone(1336, 1);
    for (let at = 0; at + 160 <= samples.length; at += 160) hearing.hear(samples.subarray(at, at + 160));
    expect(hearing.heard).toMatchObject({ kind: 'tone', hz: 1340 });
    expect([hearing.hearsTone(1336), hearing.hearsTone(1000)]).toEqual([true, false]);
  });
});

describe('a call', () => {
  let sip: SipServer;
  let media: Media;
  let legs: Leg[];
  let events: MediaEvent[];
  beforeEach(async () => {
    [legs, events] = [[], []];
    sip = await startSip({ host: '127.0.0.1', port: 0, name: 'test' });
    media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
    media.onEvent = (event) => void events.push(event);
    sip.onCall = (call) => {
      const leg = inboundSipLeg(call, media);
      leg.listener = {
        ringing: () => undefined,
        answered: () => media.play(leg.lineId, { playId: 'p', wav: wavOf(tone(700, 1)), repeat: 100, terminators: [] }),
        ended: (code) => void ends.push(code),
      };
      legs.push(leg);
      leg.answer();
    };
  });
  const ends: number[] = [];
  afterEach(async () => {
    await sip.close();
    await media.close();
  });
  const target = (): string => `127.0.0.1:${sip.address.port}`;

  it('hears the tone that is played, presses keys that arrive once each, and hangs up', async () => {
    const call = await placeCall({ to: '+12025550100', from: '+12025550111', sip: target() });
    expect(await call.answered).toBe(true);
    expect([legs[0]?.from, legs[0]?.to]).toEqual(['+12025550111', '+12025550100']);
    await call.until('700 Hz', () => call.hearsTone(700), 5000);
    call.press('2#');
    const digits = (): string => events.flatMap((event) => (event.type === 'digit' ? [event.digit] : [])).join('');
    await call.until('both keys arrive', () => digits() === '2#', 5000);
    await call.hangUp();
    expect(await call.ended).toEqual({ by: 'us' });
    await expect.poll(() => ends).toEqual([0]);
    expect(call.recording().length).toBeGreaterThan(1600);
  });

  it('hears the keys that the other side sends, each once', async () => {
    const call = await placeCall({ to: '100', from: '200', sip: target() });
    await call.answered;
    media.sendDigits(legs[0]?.lineId ?? '', '42#42', 100);
    await call.until('all keys', () => call.keysHeard === '42#42', 5000);
    await call.hangUp();
  });

  it('is told when the other side hangs up, and a wait for something then fails by its name', async () => {
    const call = await placeCall({ to: '100', from: 'anonymous', sip: `sip:${target()}` });
    await call.answered;
    expect(legs[0]?.from).toBeUndefined();
    const waiting = expect(call.until('a voice that never comes', () => false, 10_000)).rejects.toThrow('a voice that never comes');
    legs[0]?.hangUp();
    await waiting;
    expect(await call.ended).toEqual({ by: 'far' });
  });

  it('that is refused is never answered', async () => {
    sip.onCall = (call) => call.reject(486);
    const call = await placeCall({ to: '100', from: '200', sip: target() });
    expect(await call.answered).toBe(false);
    expect(await call.ended).toEqual({ by: 'far', status: 486 });
  });
});
