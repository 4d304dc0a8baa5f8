import { expect, test } from 'vitest';
import { openSounds } from '../../../gateway/calls/sounds.ts';

/** A bucket that says a tag and gives bytes only to those who don't have them; `given` counts how often it did. */
class Bucket {
  readonly objects = new Map<string, { tag: string; bytes: Uint8Array }>();
  given = 0;

  put(key: string, bytes: number[] | Uint8Array): void {
    this.objects.set(key, { tag: `"${[...bytes].slice(0, 8).join('-')}"`, bytes: Uint8Array.from(bytes) });
  }

  read = async (_bucket: string, key: string, knownTag?: string) => {
    const found = this.objects.get(key);
    if (!found) throw new Error('none');
    if (found.tag === knownTag) return { tag: found.tag };
    this.given++;
    return found;
  };
}

test('an object is carried over once, and anew when it has changed', async () => {
  const bucket = new Bucket();
  const sounds = openSounds({ readObject: bucket.read });
  bucket.put('welcome.wav', [1, 2, 3]);
  const first = await sounds.read('b', 'welcome.wav');
  expect(await sounds.read('b', 'welcome.wav')).toBe(first);
  expect(bucket.given).toBe(1);
  expect(first?.buffer).toBeInstanceOf(SharedArrayBuffer);
  bucket.put('welcome.wav', [4, 5]);
  expect([...((await sounds.read('b', 'welcome.wav')) ?? [])]).toEqual([4, 5]);
  bucket.objects.clear();
  await expect(sounds.read('b', 'welcome.wav')).rejects.toThrow('none');
});

test('of more than may be kept, what was read longest ago is forgotten', async () => {
  const bucket = new Bucket();
  const sounds = openSounds({ readObject: bucket.read }, 30);
  for (const key of ['a', 'b', 'c']) {
    bucket.put(
      key,
      Array.from({ length: 10 }, (_, i) => key.charCodeAt(0) + i),
    );
    await sounds.read('b', key);
  }
  await sounds.read('b', 'a');
  bucket.put('d', [9, 9, 9]);
  await sounds.read('b', 'd');
  bucket.given = 0;
  for (const key of ['a', 'c', 'd']) await sounds.read('b', key);
  expect(bucket.given).toBe(0);
  await sounds.read('b', 'b');
  expect(bucket.given).toBe(1);
});

test('objects of one key in two buckets are not mixed up, and one beyond 50 MB is not taken', async () => {
  const contents: Record<string, Uint8Array> = { x: Uint8Array.of(1), y: Uint8Array.of(2), z: new Uint8Array(50 * 1024 * 1024 + 1) };
  const sounds = openSounds({ readObject: async (bucket) => ({ tag: 'same', bytes: contents[bucket] ?? new Uint8Array() }) });
  expect([...((await sounds.read('x', 'k')) ?? [])]).toEqual([1]);
  expect([...((await sounds.read('y', 'k')) ?? [])]).toEqual([2]);
  expect(await sounds.read('z', 'k')).toBeUndefined();
});

test('a sentence is spoken once, and again when that failed', async () => {
  let spoken = 0;
  const speak = async () => (++spoken === 1 ? Promise.reject(new Error('hoarse')) : Uint8Array.of(spoken));
  const sounds = openSounds({ readObject: new Bucket().read, speak });
  const speech = { text: 'Hello', voiceId: 'Joanna', ssml: false };
  await expect(sounds.speak(speech)).rejects.toThrow('hoarse');
  const both = await Promise.all([sounds.speak(speech), sounds.speak(speech)]);
  expect(both.map((wav) => wav?.[0])).toEqual([2, 2]);
  expect((await sounds.speak({ ...speech, text: 'Goodbye' }))?.[0]).toBe(3);
  expect(await openSounds({ readObject: new Bucket().read }).speak(speech)).toBeUndefined();
});
