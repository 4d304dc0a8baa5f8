import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recording } from '../../../gateway/media/playback.ts';
import { readWav } from '../../../gateway/media/wav.ts';
import { strength, tone, wav } from './far-side.ts';

test.each([
  ['something else', Buffer.from('ID3 is no WAV file at all'), 'not a WAV file'],
  ['nothing', Buffer.alloc(0), 'not a WAV file'],
  ['µ-law in WAV', wav(tone(440, 0, 100), { coding: 7 }), 'not PCM (format 7)'],
  ['8 bits', wav(tone(440, 0, 100), { bits: 8 }), '8 bits per sample'],
  ['five channels', wav(tone(440, 0, 100), { channels: 5 }), '5 channels'],
  ['4 kHz', wav(tone(440, 0, 100), { rate: 4000 }), '4000 samples per second'],
  ['96 kHz', wav(tone(440, 0, 100), { rate: 96000 }), '96000 samples per second'],
  ['no samples', wav(new Int16Array(0)), 'no samples'],
  ['a file cut off in its header', wav(tone(440, 0, 100)).subarray(0, 30), 'too short'],
  ['a file cut off before its data', wav(tone(440, 0, 100)).subarray(0, 38), 'no data'],
])('%s is refused, with the reason', (_what, bytes, why) => {
  const reading = readWav(bytes);
  expect(reading.ok).toBe(false);
  expect(reading.ok ? '' : reading.why).toContain(why);
});

test('a data chunk that claims too much ends with the file', () => {
  const bytes = Buffer.from(wav(tone(440, 0, 400)));
  bytes.writeUInt32LE(0xffffffff, 40);
  const reading = readWav(bytes);
  expect(reading.ok && reading.wav.samples.length).toBe(400);
});

test('no bytes bring the reader down', () => {
  const good = wav(tone(440, 0, 200));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 12 }), fc.nat(good.length), (changes, length) => {
      const bytes = Uint8Array.from(good.subarray(0, length));
      for (const [at, value] of changes) if (at < length) bytes[at] = value;
      const reading = readWav(bytes);
      if (reading.ok && reading.wav.samples.length > 0) new Recording(reading.wav).addTo(new Int16Array(160), 0, 0);
    }),
    { numRuns: 500 },
  );
});

/** All of a recording at 8 kHz. */
function recorded(bytes: Uint8Array): Int16Array {
  const reading = readWav(bytes);
  if (!reading.ok) throw new Error(reading.why);
  const recording = new Recording(reading.wav);
  const samples = new Int16Array(recording.length);
  const frame = new Int16Array(160);
  for (let at = 0; at < samples.length;) {
    const count = recording.addTo(frame.fill(0), 0, at);
    samples.set(frame.subarray(0, count), at);
    at += count;
  }
  return samples;
}
const toneAt = (rate: number, hz: number, seconds: number) =>
  Int16Array.from({ length: rate * seconds }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / rate));

test.each([8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 12345])(
  'a tone at %i Hz keeps pitch, level and length at 8 kHz',
  (rate) => {
    const samples = recorded(wav(toneAt(rate, 1000, 1), { rate }));
    expect(samples.length).toBe(8000);
    const full = 20 * Math.log10(8000 / 32768);
    const middle = samples.subarray(400, 7600);
    expect(Math.abs(strength(middle, 1000) - full)).toBeLessThan(0.5);
    expect(strength(middle, 1500)).toBeLessThan(full - 50);
  },
);

test.each([16000, 44100, 48000])('what telephones cannot carry does not fold back from %i Hz', (rate) => {
  const samples = recorded(wav(toneAt(rate, 5500, 1), { rate }));
  const middle = samples.subarray(400, 7600);
  // 5500 Hz would come back as 2500 Hz.
  expect(strength(middle, 2500)).toBeLessThan(-65);
});

test('two channels become their mean', () => {
  const left = toneAt(16000, 600, 1);
  const both = Int16Array.from({ length: left.length * 2 }, (_, i) => (i % 2 === 0 ? left[i / 2]! : 0));
  const samples = recorded(wav(both, { rate: 16000, channels: 2 }));
  expect(samples.length).toBe(8000);
  expect(strength(samples.subarray(400, 7600), 600)).toBeCloseTo(20 * Math.log10(4000 / 32768), 0);
});
