import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Media, MediaEvent } from '../../../gateway/media/contract.ts';
import { startMedia } from '../../../gateway/media/media.ts';
import { readWav } from '../../../gateway/media/wav.ts';
import { FarSide, strength, strongest, tone, until, wav } from './far-side.ts';

let media: Media;
const events: MediaEvent[] = [];
beforeAll(async () => {
  media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
  media.onEvent = (event) => events.push(event);
});
afterAll(async () => media.close());

const digits = (lineId: string) =>
  events.flatMap((event) => (event.type === 'digit' && event.lineId === lineId ? [event.digit] : [])).join('');
const played = (playId: string) => events.find((event) => event.type === 'played' && event.playId === playId);

async function call(lineId: string, hz: number, digitsPayloadType = 101) {
  const far = new FarSide();
  const remote = await far.open();
  const local = await media.openLine(lineId);
  media.connectLine(lineId, { ...remote, codec: 'PCMU', ...(digitsPayloadType ? { digitsPayloadType } : {}), direction: 'sendrecv' });
  far.talk(local, hz);
  return far;
}

test('a line hears what is played to it, and silence afterwards', async () => {
  const far = await call('solo', 0);
  media.play('solo', { playId: 'p1', wav: wav(tone(1000, 0, 4000)), repeat: 2, terminators: [] });
  await until('the tone', () => far.hears(1000));
  await until('the end', () => played('p1'));
  expect(played('p1')).toEqual({ type: 'played', lineId: 'solo', playId: 'p1', end: 'finished' });
  await until('silence', () => far.heard(200).every((sample) => sample === 0));
  const loud = far.packets.filter((packet) => packet.payload.some((byte) => byte !== 0xff)).length;
  // Two times half a second.
  expect(loud).toBe(50);
  far.close();
  const stats = await media.closeLine('solo');
  expect(stats.packetsIn).toBeGreaterThan(20);
  expect(stats.lost).toBe(0);
});

test('two lines in a room hear each other and not themselves', async () => {
  const anna = await call('anna', 440);
  const bela = await call('bela', 1300);
  media.openRoom('r1');
  media.seatLine('r1', 'seat-anna', 'anna');
  media.seatLine('r1', 'seat-bela', 'bela');
  await until('Anna hears Bela', () => anna.hears(1300));
  await until('Bela hears Anna', () => bela.hears(440));
  expect(strength(anna.heard(200), 440)).toBeLessThan(-50);
  expect(strength(bela.heard(200), 1300)).toBeLessThan(-50);

  media.play('anna', { playId: 'whisper', wav: wav(tone(700, 0, 16000)), repeat: 9, terminators: [] });
  await until('Anna hears both', () => anna.hears(700) && anna.hears(1300));
  expect(strength(bela.heard(200), 700)).toBeLessThan(-50);
  media.stop('anna', 'whisper');
  await until('the room alone', () => !anna.hears(700) && anna.hears(1300));

  media.muteSeat('r1', 'seat-bela', true);
  await until('Bela is muted', () => !anna.hears(1300));
  media.muteSeat('r1', 'seat-bela', false);
  media.deafenSeat('r1', 'seat-bela', true);
  await until('Bela is heard again', () => anna.hears(1300));
  await until('Bela is deaf', () => !bela.hears(440));

  const levels = () => events.findLast((event) => event.type === 'levels')?.seats ?? [];
  expect(
    levels()
      .map((seat) => seat.seatId)
      .sort(),
  ).toEqual(['seat-anna', 'seat-bela']);
  // On a busy machine a line may fall silent for a moment.
  await until('Anna is loud', () => levels().some(({ seatId, dbov }) => seatId === 'seat-anna' && dbov > -20));
  media.closeRoom('r1');
  await until('nobody is left', () => !anna.hears(1300));
  for (const far of [anna, bela]) far.close();
  await Promise.all([media.closeLine('anna'), media.closeLine('bela')]);
  expect(played('whisper')).toBeUndefined();
});

test('a key that terminates ends a playback at once, and is told first', async () => {
  const far = await call('keys', 0);
  media.play('keys', { playId: 'menu', wav: wav(tone(900, 0, 8000)), repeat: 99, terminators: ['#'] });
  await until('the menu', () => far.hears(900));
  const press = (event: number, timestamp: number) => {
    for (const [end, duration] of [
      [0, 160],
      [0, 320],
      [0x80, 480],
      [0x80, 480],
      [0x80, 480],
    ] as const) {
      far.send({
        payloadType: 101,
        marker: duration === 160,
        timestamp,
        payload: Uint8Array.of(event, end | 10, duration >> 8, duration & 255),
      });
    }
  };
  press(2, 1000);
  press(11, 5000);
  await until('the end', () => played('menu'));
  expect(played('menu')).toMatchObject({ end: 'terminated', digit: '#' });
  expect(digits('keys')).toBe('2#');
  expect(events.findIndex((event) => event.type === 'played' && event.playId === 'menu')).toBeGreaterThan(
    events.findIndex((event) => event.type === 'digit' && event.digit === '#'),
  );
  far.close();
  await media.closeLine('keys');
});

test('digits go out as RFC 4733 says: one timestamp, growing duration, three ends', async () => {
  const far = await call('out', 0);
  await until('audio', () => far.packets.length > 3);
  media.sendDigits('out', '1#', 100);
  const events101 = () => far.packets.filter((packet) => packet.payloadType === 101);
  await until('both digits', () => events101().length === 14);
  const first = events101().slice(0, 7);
  expect(new Set(first.map((packet) => packet.timestamp)).size).toBe(1);
  expect(first.map((packet) => packet.marker)).toEqual([true, false, false, false, false, false, false]);
  expect(first.map((packet) => packet.payload[1]! >> 7)).toEqual([0, 0, 0, 0, 1, 1, 1]);
  expect(first.map((packet) => packet.payload[2]! * 256 + packet.payload[3]!)).toEqual([160, 320, 480, 640, 800, 800, 800]);
  expect(events101().map((packet) => packet.payload[0])).toEqual([...Array<number>(7).fill(1), ...Array<number>(7).fill(11)]);
  const sequences = far.packets.map((packet) => packet.sequence);
  sequences.slice(1).forEach((sequence, i) => expect((sequence - sequences[i]!) & 0xffff).toBe(1));
  far.close();
  await media.closeLine('out');
});

test('digits go out as tones where the far side takes no events', async () => {
  const far = await call('tones', 0, 0);
  await until('audio', () => far.packets.length > 3);
  media.sendDigits('tones', '5', 400);
  await until('both tones of the key', () => far.hears(770) && far.hears(1336));
  await until('silence', () => far.heard(200).every((sample) => sample === 0));
  expect(far.packets.every(({ payloadType }) => payloadType === 0)).toBe(true);
  const loud = far.packets.filter((packet) => packet.payload.some((byte) => byte !== 0xff)).length;
  expect(loud).toBe(20);
  far.close();
  await media.closeLine('tones');
});

test('a line is recorded from the order on, and silence is told', async () => {
  const far = await call('tape', 900);
  await until('it talks', () => events.some((event) => event.type === 'rtp' && event.lineId === 'tape'));
  media.record('tape', 'r1', { ms: 200, amplitude: 200 });
  const silent = () => events.some((event) => event.type === 'silent' && event.recordingId === 'r1');
  await until('half a second', () => far.packets.length > 40);
  expect(silent()).toBe(false);
  far.hz = 0;
  await until('silence', silent);
  const reading = readWav(await media.endRecording('tape', 'r1'));
  if (!reading.ok) throw new Error(reading.why);
  const { samples } = reading.wav;
  expect(strongest(samples, 900)).toBeGreaterThan(-15);
  expect(samples.slice(-800).every((sample) => Math.abs(sample) < 200)).toBe(true);
  await expect(media.endRecording('tape', 'r1')).rejects.toThrow('no such recording');
  far.close();
  await media.closeLine('tape');
});

test('a file that cannot be played fails with the reason', async () => {
  const far = await call('bad', 0);
  media.play('bad', { playId: 'mp3', wav: Buffer.from('ID3 something'), repeat: 1, terminators: [] });
  await until('the failure', () => played('mp3'));
  expect(played('mp3')).toMatchObject({ end: 'failed', why: 'not a WAV file' });
  far.close();
  await media.closeLine('bad');
});

test('the clock tells how late it was', async () => {
  await media.clock();
  const far = await call('clock', 0);
  await until('packets', () => far.packets.length >= 25);
  const clock = await media.clock();
  expect(clock.ticks).toBeGreaterThanOrEqual(24);
  expect(clock.lines).toBeGreaterThanOrEqual(1);
  far.close();
  await media.closeLine('clock');
});
