import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Digit } from '../../../gateway/media/contract.ts';
import { DigitReceiver, DigitSender, keys } from '../../../gateway/media/telephone-event.ts';

interface Sent {
  timestamp: number;
  marker: boolean;
  payload: Uint8Array;
}
const packet = (event: number, timestamp: number, duration: number, end: boolean, marker = false): Sent => ({
  timestamp: timestamp >>> 0,
  marker,
  payload: Uint8Array.of(event, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff),
});

/** The packets of one press of `ticks` × 20 ms: the last one three times. */
function press(event: number, timestamp: number, ticks: number): Sent[] {
  const packets = Array.from({ length: ticks }, (_, i) => packet(event, timestamp, (i + 1) * 160, i === ticks - 1, i === 0));
  return [...packets, packets[ticks - 1]!, packets[ticks - 1]!];
}

const heard = (packets: Sent[], atMs = 0): string => {
  const receiver = new DigitReceiver();
  return packets.map((sent, i) => receiver.receive(sent, atMs + i * 20) ?? '').join('');
};

test('each press is told once, whatever is lost, doubled or swapped, as long as one packet of it comes', () => {
  const presses = fc.array(fc.record({ event: fc.nat(15), ticks: fc.integer({ min: 2, max: 12 }) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(presses, fc.nat(0xffffffff), fc.infiniteStream(fc.nat(99)), (wanted, start, dice) => {
      let timestamp = start;
      const arriving: Sent[] = [];
      for (const { event, ticks } of wanted) {
        const packets = press(event, timestamp, ticks);
        const kept = packets.filter(() => dice.next().value! < 50);
        // At least one comes; which one is left to chance.
        if (kept.length === 0) kept.push(packets[dice.next().value! % packets.length]!);
        for (const sent of kept) arriving.push(sent, ...(dice.next().value! < 20 ? [sent] : []));
        // A fifth of a second between presses.
        timestamp += (ticks + 10) * 160;
      }
      // Packets of one press may overtake each other.
      for (let i = 1; i < arriving.length; i++) {
        const [a, b] = [arriving[i - 1]!, arriving[i]!];
        if (a.timestamp === b.timestamp && dice.next().value! < 20) [arriving[i - 1], arriving[i]] = [b, a];
      }
      expect(heard(arriving)).toBe(wanted.map(({ event }) => keys[event]).join(''));
    }),
    { numRuns: 300 },
  );
});

test('a late end of an earlier press is no new press', () => {
  const first = press(1, 1000, 4);
  const second = press(2, 3000, 4);
  expect(heard([...first.slice(0, 3), ...second.slice(0, 2), ...first.slice(4), ...second.slice(2)])).toBe('12');
});

test('a key held for 20 s is one press, though its duration overflows twice', () => {
  const segments = [0, 0xffff, 2 * 0xffff].flatMap((start, i) => [
    packet(5, start, 160, false, i === 0),
    packet(5, start, i === 2 ? 20000 : 0xffff, i === 2),
  ]);
  expect(heard(segments)).toBe('5');
});

test('a sender whose timestamp runs within a press still presses once', () => {
  const packets = [1, 2, 3, 4, 5].map((i) => packet(7, i * 160, i * 160, i === 5, i === 1));
  expect(heard([...packets, packets[4]!])).toBe('7');
});

test('the same key twice is two presses', () => {
  expect(heard([...press(3, 0, 3), ...press(3, 1600, 3)])).toBe('33');
});

test('what is no key of a telephone is left out', () => {
  expect(
    heard([packet(16, 0, 160, false), packet(200, 900, 160, true), { timestamp: 5, marker: true, payload: Uint8Array.of(1, 2) }]),
  ).toBe('');
});

test('no payload brings the receiver down', () => {
  const receiver = new DigitReceiver();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.nat(0xffffffff), fc.boolean(), (payload, timestamp, marker) => {
      const digit = receiver.receive({ payload, timestamp, marker }, 0);
      expect(digit === undefined || keys.includes(digit)).toBe(true);
    }),
  );
});

test('what we send is what a receiver hears, pauses included', () => {
  const sender = new DigitSender();
  sender.queue('12,A#x*', 100);
  const receiver = new DigitReceiver();
  const digits: (Digit | undefined)[] = [];
  let pause = 0;
  let longestPause = 0;
  for (let tick = 0; tick < 200; tick++) {
    const sent = sender.next();
    pause = sent ? 0 : pause + 1;
    if (digits.length < 4) longestPause = Math.max(longestPause, pause);
    if (!sent) continue;
    const digit = receiver.receive({ ...sent, timestamp: tick * 160 - sent.elapsed }, tick * 20);
    if (digit) digits.push(digit);
  }
  expect(digits.join('')).toBe('12A#*');
  // Half a second, and the gap after the digit before it.
  expect(longestPause).toBe(29);
});
