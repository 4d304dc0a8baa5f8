import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newEndpoint, Room } from '../../../gateway/media/room.ts';

const port = { read: () => false, write: () => undefined };
const saying = (value: number) => {
  const endpoint = newEndpoint(port);
  endpoint.heard.fill(value);
  endpoint.sounding = true;
  return endpoint;
};
const clamp = (value: number) => Math.max(-32768, Math.min(32767, value));

test('each seat hears the sum of the others that may be heard, and never itself', () => {
  const seat = fc.record({ value: fc.integer({ min: -32768, max: 32767 }), muted: fc.boolean(), deaf: fc.boolean() });
  fc.assert(
    fc.property(fc.array(seat, { minLength: 1, maxLength: 8 }), (seats) => {
      const room = new Room();
      seats.forEach(({ value, muted, deaf }, i) => {
        room.sit(`s${i}`, saying(value));
        room.allow(`s${i}`, { muted, deaf });
      });
      room.mix();
      const frame = new Int16Array(160);
      seats.forEach(({ deaf }, i) => {
        room.hear(`s${i}`, frame);
        const others = seats.reduce((sum, other, k) => (k === i || other.muted ? sum : sum + other.value), 0);
        expect(frame[80]).toBe(deaf ? 0 : clamp(others));
      });
    }),
  );
});

test('a second occupant takes the seat, and the first leaving later changes nothing', () => {
  const room = new Room();
  const [first, second, listener] = [saying(100), saying(200), saying(0)];
  room.sit('a', first);
  room.sit('listener', listener);
  room.sit('a', second);
  expect(first.seat).toBeUndefined();
  room.leave('a', first);
  room.mix();
  const frame = new Int16Array(160);
  room.hear('listener', frame);
  expect(frame[0]).toBe(200);
});

test('what a seat may do is kept for who takes it later', () => {
  const room = new Room();
  room.allow('a', { muted: true });
  room.sit('a', saying(500));
  room.sit('b', saying(0));
  room.mix();
  const frame = new Int16Array(160);
  room.hear('b', frame);
  expect(frame[0]).toBe(0);
  expect(room.levels(1)).toEqual([
    { seatId: 'a', dbov: -127 },
    { seatId: 'b', dbov: -127 },
  ]);
});
