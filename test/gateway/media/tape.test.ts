import { expect, test } from 'vitest';
import { frameSamples } from '../../../gateway/media/frames.ts';
import { ringbackWav } from '../../../gateway/media/ringback.ts';
import { Tape } from '../../../gateway/media/tape.ts';
import { readWav, writeWav } from '../../../gateway/media/wav.ts';
import { strength, tone, wav } from './far-side.ts';

const frame = (amplitude: number, from = 0) => tone(1000, from, frameSamples, amplitude);

test('a tape holds each frame once, in order, though the frame is used again', () => {
  const tape = new Tape('r', undefined, () => undefined);
  const used = new Int16Array(frameSamples);
  for (const value of [1, 2, 3]) tape.add(used.fill(value));
  const reading = readWav(tape.wav());
  if (!reading.ok) throw new Error(reading.why);
  expect(reading.wav).toMatchObject({ rate: 8000, channels: 1 });
  expect([...reading.wav.samples].filter((_, index) => index % frameSamples === 0)).toEqual([1, 2, 3]);
});

test('silence is told once, after its time without anything louder, and counts anew after a sound', () => {
  let told = 0;
  const tape = new Tape('r', { ms: 100, amplitude: 200 }, () => told++);
  for (const amplitude of [0, 200, 250, 0, 8000, 0, 0, 100, 200]) tape.add(frame(amplitude));
  expect(told).toBe(0);
  tape.add(frame(200));
  expect(told).toBe(1);
  for (let more = 0; more < 10; more++) tape.add(frame(0));
  expect(told).toBe(1);
});

test('a WAV file that is written is what others write', () => {
  const samples = tone(440, 0, 1000);
  expect(Buffer.from(writeWav(samples))).toEqual(Buffer.from(wav(samples)));
});

test('the ringing tone is two seconds of 440 and 480 Hz, and four of silence', () => {
  const reading = readWav(ringbackWav);
  if (!reading.ok) throw new Error(reading.why);
  const { samples } = reading.wav;
  expect(samples).toHaveLength(48_000);
  for (const hz of [440, 480]) expect(strength(samples.slice(0, 16_000), hz)).toBeGreaterThan(-25);
  expect(samples.slice(16_000).every((sample) => sample === 0)).toBe(true);
});
