import { expect, test } from 'vitest';
import { startMedia } from '../../../gateway/media/media.ts';
import { Library } from '../../../gateway/media/playback.ts';
import { SpareLines } from '../../../gateway/media/spare-lines.ts';
import { FarSide, tone, until, wav } from './far-side.ts';

const settings = { host: '127.0.0.1', portFrom: 0, portTo: 0 };
const shared = (bytes: Uint8Array): SharedArrayBuffer => {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
};
/** The first of some even ports that no system gives to whoever asks for any. */
const quietRange = () => 20_000 + 2 * Math.floor(Math.random() * 5_000);

test('a hundred lines opened at once have ports of their own and are all closed in the end', async () => {
  const media = await startMedia(settings);
  const names = Array.from({ length: 100 }, (_, n) => `line-${n}`);
  const opened = await Promise.all(names.map((name) => media.openLine(name)));
  expect(new Set(opened.map(({ port }) => port)).size).toBe(100);
  expect((await media.clock()).lines).toBe(100);
  await Promise.all(names.map((name) => media.closeLine(name)));
  expect((await media.clock()).lines).toBe(0);
  await media.close();
});

test('a line that is closed before it is open is not left behind', async () => {
  const media = await startMedia(settings);
  const names = Array.from({ length: 60 }, (_, n) => `hasty-${n}`);
  const opening = names.map((name) => media.openLine(name));
  const closing = names.map((name) => media.closeLine(name));
  await Promise.all([...opening, ...closing]);
  expect((await media.clock()).lines).toBe(0);
  await media.close();
});

test('lines find a port in a range that is used up to the last one, and say so when none is left', async () => {
  const from = quietRange();
  const media = await startMedia({ host: '127.0.0.1', portFrom: from, portTo: from + 20 });
  const opened: { port: number }[] = [];
  const refused = async (): Promise<unknown> => {
    for (let n = 0; n < 12; n++) opened.push(await media.openLine(`line-${n}`));
    return undefined;
  };
  await expect(refused()).rejects.toThrow('no free port');
  expect(new Set(opened.map((line) => line.port)).size).toBe(opened.length);
  expect(opened.length).toBeGreaterThan(5);
  // Whichever port it is, the call comes before the spare line.
  for (const n of opened.keys()) {
    await media.closeLine(`line-${n}`);
    await expect(media.openLine(`line-${n}`)).resolves.toBeDefined();
  }
  await media.close();
});

test('a call that finds no spare line opens its own before another spare may take the port', async () => {
  const asked: string[] = [];
  const ask = async (name: string): Promise<never> => {
    asked.push(name);
    return { host: '127.0.0.1', port: 20_000 } as never;
  };
  const spares = new SpareLines({ tell: () => undefined, ask }, { portFrom: 20_000, portTo: 20_020 });
  expect([spares.take('call'), asked]).toEqual([undefined, []]);
  spares.fill();
  await until('a spare line', () => spares.take('next'));
  expect(asked).toEqual(['openSpare', 'openSpare']);
});

test('what a line heard first is played from its first sample after a spare line took its name', async () => {
  const media = await startMedia(settings);
  const far = new FarSide();
  const remote = await far.open();
  const local = await media.openLine('named');
  media.connectLine('named', { ...remote, codec: 'PCMU', direction: 'sendrecv' });
  far.talk(local, 0);
  media.play('named', { playId: 'p', wav: wav(tone(700, 0, 8000)), repeat: 9, terminators: [] });
  await until('the tone', () => far.hears(700));
  expect((await media.closeLine('named')).packetsOut).toBeGreaterThan(0);
  far.close();
  await media.close();
});

test('recordings stay for the next listener, those played are never forgotten, and of the others the oldest go first', () => {
  const library = new Library(3 * 16_000);
  const bytes = shared(wav(tone(440, 0, 8000)));
  const take = (id: string): unknown => {
    const taken = library.take(id, bytes);
    return taken.ok ? taken.recording : undefined;
  };
  const first = take('a');
  for (const id of ['b', 'c', 'd']) {
    take(id);
    library.release(id);
  }
  expect(library.size).toBe(4);
  take('b');
  library.release('b');
  take('e');
  library.release('e');
  expect(library.size).toBe(4);
  expect(take('a')).toBe(first);
  library.release('a');
  library.release('a');
  // c and d were heard before b, e and a.
  const before = take('b');
  library.release('b');
  expect(take('b')).toBe(before);
  expect(library.size).toBe(3);
});
