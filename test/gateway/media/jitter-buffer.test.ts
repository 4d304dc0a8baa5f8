import fc from 'fast-check';
import { expect, test } from 'vitest';
import { g711 } from '../../../shared/telephony/g711.ts';
import { JitterBuffer } from '../../../gateway/media/jitter-buffer.ts';
import { strength, tone } from './far-side.ts';

/** A network: how long each packet takes, and which are lost; the same for the same seed. */
interface Network {
  seed: number;
  jitterMs: number;
  lossPercent: number;
  /** Parts per million by which the sender's clock is fast. */
  driftPpm: number;
  packetMs: 10 | 20 | 30 | 60;
}

function dice(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const companded = (samples: Int16Array) => Uint8Array.from(samples, (sample) => g711.PCMU.compress[sample & 0xffff]!);

/** Sends a tone through a network into a buffer that is pulled every 20 ms; returns what is heard and the buffer. */
function transmit(network: Network, seconds: number) {
  const roll = dice(network.seed);
  const count = network.packetMs * 8;
  const arrivals: { atMs: number; timestamp: number; payload: Uint8Array }[] = [];
  for (let n = 0; n * network.packetMs < seconds * 1000; n++) {
    if (roll() * 100 < network.lossPercent) continue;
    const sentMs = (n * network.packetMs) / (1 + network.driftPpm / 1e6);
    const payload = companded(tone(400, n * count, count));
    arrivals.push({ atMs: sentMs + 30 + roll() * network.jitterMs, timestamp: (4294960000 + n * count) >>> 0, payload });
  }
  arrivals.sort((a, b) => a.atMs - b.atMs);
  const buffer = new JitterBuffer();
  const heard = new Int16Array(seconds * 8000);
  const outcomes = { audio: 0, concealed: 0, nothing: 0 };
  let delivered = 0;
  let worstMargin = 0;
  for (let frame = 0; frame < seconds * 50; frame++) {
    for (; delivered < arrivals.length && arrivals[delivered]!.atMs <= frame * 20; delivered++) {
      const { timestamp, payload } = arrivals[delivered]!;
      buffer.put(timestamp, payload, g711.PCMU.expand);
    }
    outcomes[buffer.pull(heard.subarray(frame * 160, frame * 160 + 160))]++;
    if (frame > 300 && Number.isFinite(buffer.margin)) worstMargin = Math.max(worstMargin, buffer.margin);
  }
  return { heard, outcomes, buffer, worstMargin, sent: arrivals.length };
}

const calm: Network = { seed: 1, jitterMs: 0, lossPercent: 0, driftPpm: 0, packetMs: 20 };

test.each([10, 20, 30, 60] as const)('without trouble every sample is heard, in packets of %i ms', (packetMs) => {
  const { outcomes, buffer } = transmit({ ...calm, packetMs }, 4);
  expect(buffer.late).toBe(0);
  // The first packets take their time; after that nothing is made up.
  expect(outcomes.audio).toBeGreaterThan(200 - 8);
  expect(outcomes.concealed).toBeLessThanOrEqual(3);
});

test('under jitter, loss and drift a tone stays a tone, and the delay stays bounded', () => {
  const networks = fc.record({
    seed: fc.nat(),
    jitterMs: fc.nat(60),
    lossPercent: fc.nat(5),
    driftPpm: fc.integer({ min: -300, max: 300 }),
    packetMs: fc.constantFrom(10 as const, 20 as const, 30 as const),
  });
  fc.assert(
    fc.property(networks, (network) => {
      const { heard, outcomes, worstMargin } = transmit(network, 20);
      const settled = heard.subarray(8000 * 4);
      let good = 0;
      for (let at = 0; at + 800 <= settled.length; at += 800) if (strength(settled.subarray(at, at + 800), 400) > -20) good++;
      expect(good / (settled.length / 800)).toBeGreaterThan(0.9);
      expect(outcomes.nothing).toBeLessThan(20);
      // 200 ms in hand at most: more would be heard as delay.
      expect(worstMargin).toBeLessThan(1600);
    }),
    { numRuns: 25 },
  );
});

test.each([-500, 500])('a clock that is off by %i ppm for ten minutes loses nothing and adds no delay', (driftPpm) => {
  const { buffer, worstMargin, outcomes } = transmit({ ...calm, driftPpm, jitterMs: 4 }, 600);
  expect(buffer.late).toBeLessThan(5);
  expect(outcomes.concealed).toBeLessThan(30);
  expect(worstMargin).toBeLessThan(480);
});

test('a lost packet is concealed by what was heard before it', () => {
  const buffer = new JitterBuffer();
  const frame = new Int16Array(160);
  for (let n = 0; n < 20; n++) {
    if (n !== 12) buffer.put(n * 160, companded(tone(400, n * 160, 160)), g711.PCMU.expand);
    if (n < 13) buffer.pull(frame);
  }
  expect(strength(frame, 400)).toBeGreaterThan(-20);
  expect(buffer.concealed).toBeLessThanOrEqual(1);
});

test('after a stall of 300 ms the sound goes on, and the delay goes back', () => {
  const buffer = new JitterBuffer();
  const frame = new Int16Array(160);
  let audio = 0;
  for (let n = 0; n < 600; n++) {
    const put = (k: number) => buffer.put(k * 160, companded(tone(400, k * 160, 160)), g711.PCMU.expand);
    if (n === 115) for (let k = 100; k < 115; k++) put(k);
    if (n < 100 || n >= 115) put(n);
    if (buffer.pull(frame) === 'audio' && n >= 120) audio++;
  }
  expect(audio).toBe(480);
  expect(buffer.margin).toBeLessThan(480);
});

test('a new beginning of timestamps is followed at once', () => {
  const buffer = new JitterBuffer();
  const frame = new Int16Array(160);
  for (let n = 0; n < 40; n++) {
    const timestamp = n < 20 ? n * 160 : 0x80000000 + n * 160;
    buffer.put(timestamp >>> 0, companded(tone(400, n * 160, 160)), g711.PCMU.expand);
    const heard = buffer.pull(frame);
    if (n > 22) expect(heard).toBe('audio');
  }
});

test('no sequence of packets brings the buffer down', () => {
  const step = fc.record({ timestamp: fc.nat(0xffffffff), size: fc.nat(3000), pulls: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const buffer = new JitterBuffer();
      const frame = new Int16Array(160);
      for (const { timestamp, size, pulls } of steps) {
        buffer.put(timestamp, new Uint8Array(size), g711.PCMA.expand);
        for (let i = 0; i < pulls; i++) buffer.pull(frame);
      }
    }),
  );
});
