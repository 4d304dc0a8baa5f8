import fc from 'fast-check';
import { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { MediaEvent } from '../../../gateway/media/contract.ts';
import { startMedia } from '../../../gateway/media/media.ts';
import { parseRtp } from '../../../gateway/media/rtp.ts';
import { FarSide, tone, until, wav } from './far-side.ts';

const settings = { host: '127.0.0.1', portFrom: 0, portTo: 0 };

test('no datagram brings the reader of RTP down', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const packet = parseRtp(Buffer.from(bytes));
      if (packet) expect(packet.payload.length).toBeLessThanOrEqual(bytes.length - 12);
    }),
    { numRuns: 2000 },
  );
});

test('a line that gets rubbish goes on sending and hearing', async () => {
  const media = await startMedia(settings);
  const far = new FarSide();
  const remote = await far.open();
  const local = await media.openLine('fuzz');
  media.connectLine('fuzz', { ...remote, codec: 'PCMU', digitsPayloadType: 101, direction: 'sendrecv' });
  far.talk(local, 440);
  for (const bytes of fc.sample(fc.uint8Array({ maxLength: 400 }), { numRuns: 400, seed: 7 })) {
    far.sendRaw(bytes);
    // And rubbish that looks like RTP.
    far.sendRaw(Buffer.concat([Buffer.of(0x80 | (bytes.length & 0x3f)), bytes]));
  }
  media.play('fuzz', { playId: 'p', wav: wav(tone(800, 0, 8000)), repeat: 99, terminators: [] });
  await until('the tone', () => far.hears(800));
  media.openRoom('r');
  media.seatLine('r', 's', 'fuzz');
  const other = new FarSide();
  const otherLocal = await media.openLine('other');
  media.connectLine('other', { ...(await other.open()), codec: 'PCMU', direction: 'sendrecv' });
  other.talk(otherLocal, 0);
  media.seatLine('r', 'o', 'other');
  await until('the fuzzed line is heard', () => other.hears(440));
  far.close();
  other.close();
  await media.close();
});

test('packets of a stranger are not heard once the far side is known', async () => {
  const media = await startMedia(settings);
  const events: MediaEvent[] = [];
  media.onEvent = (event) => events.push(event);
  const [far, stranger] = [new FarSide(), new FarSide()];
  const remote = await far.open();
  await stranger.open();
  const local = await media.openLine('line');
  media.connectLine('line', { ...remote, codec: 'PCMU', digitsPayloadType: 101, direction: 'sendrecv' });
  far.talk(local, 0);
  await until('it flows', () => events.some((event) => event.type === 'rtp' && event.flowing));
  stranger.aim(local);
  stranger.send({ payloadType: 101, marker: true, timestamp: 1, payload: Uint8Array.of(9, 10, 0, 160) });
  far.send({ payloadType: 101, marker: true, timestamp: 1, payload: Uint8Array.of(4, 10, 0, 160) });
  await until('a digit', () => events.some((event) => event.type === 'digit'));
  expect(events.filter((event) => event.type === 'digit').map(({ digit }) => digit)).toEqual(['4']);
  expect(stranger.packets.length).toBe(0);
  far.close();
  stranger.close();
  await media.close();
});

test('a new offer moves the line to the new address', async () => {
  const media = await startMedia(settings);
  const [before, after] = [new FarSide(), new FarSide()];
  const local = await media.openLine('moving');
  media.connectLine('moving', { ...(await before.open()), codec: 'PCMU', direction: 'sendrecv' });
  before.talk(local, 0);
  await until('packets', () => before.packets.length > 5);
  // The old address goes on for a while, as telephones do.
  media.connectLine('moving', { ...(await after.open()), codec: 'PCMU', direction: 'sendrecv' });
  await until('packets at the new address', () => after.packets.length > 5);
  after.talk(local, 0);
  const count = before.packets.length;
  await until('more packets', () => after.packets.length > 30);
  expect(before.packets.length).toBeLessThanOrEqual(count + 1);
  before.close();
  after.close();
  await media.close();
});

test.each([
  ['inactive', 0],
  ['recvonly', 0],
] as const)('a line that is %s sends nothing', async (direction, expected) => {
  const media = await startMedia(settings);
  const far = new FarSide();
  await media.openLine('held').then(async () => media.connectLine('held', { ...(await far.open()), codec: 'PCMU', direction }));
  const clock = await media.clock();
  expect(clock.lines).toBe(1);
  let ticks = 0;
  while (ticks < 10) ticks += (await media.clock()).ticks;
  expect(far.packets.length).toBe(expected);
  far.close();
  await media.close();
});

test('when the worker ends, whoever asks is told, and so is the listener', async () => {
  const terminate = vi.spyOn(Worker.prototype, 'postMessage');
  const media = await startMedia(settings);
  const worker = terminate.mock.contexts.at(-1) as Worker;
  terminate.mockRestore();
  const events: MediaEvent[] = [];
  media.onEvent = (event) => events.push(event);
  const asked = media.openLine('never');
  void worker.terminate();
  await asked.catch(() => undefined);
  await until('the event', () => events.some((event) => event.type === 'down'));
  await expect(media.openLine('later')).rejects.toThrow('the media worker ended');
  media.stop('never', 'p');
  await media.close();
  expect(events.filter((event) => event.type === 'down')).toHaveLength(1);
});
