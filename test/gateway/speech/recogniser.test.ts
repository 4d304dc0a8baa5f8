/** Real speech by the shipped voice, through G.711, understood by the shipped recogniser; and the ear that catches it on a line. */
import { afterAll, describe, expect, test } from 'vitest';
import { Ear } from '../../../gateway/media/ear.ts';
import { frameSamples } from '../../../gateway/media/frames.ts';
import { g711 } from '../../../shared/telephony/g711.ts';
import { difference, grammarOf, phraseIn, spokenForm } from '../../../gateway/speech/grammar.ts';
import { openRecogniser } from '../../../gateway/speech/recogniser.ts';
import { levelled, toTelephone, trimmed } from '../../../shared/prompts/sound/shape.ts';
import { speak } from '../../../infra/prompts/voice.ts';

const { expand, compress } = g711.PCMU;
const overTheLine = (samples: Int16Array) => samples.map((sample) => expand[compress[sample & 0xffff]!]!);
async function say(text: string, voice?: string): Promise<Int16Array> {
  const { samples, rate } = await speak(text, voice);
  const shaped = trimmed(levelled(toTelephone(samples, rate), -20), 0);
  return overTheLine(Int16Array.from(shaped, (value) => Math.round(value * 32767)));
}
const silence = (ms: number) => new Int16Array(ms * 8);
const tone = (hz: number, ms: number) => Int16Array.from({ length: ms * 8 }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / 8000));
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));

/** What an ear told, with the frame at which it did. */
function listen(samples: Int16Array, limits = { endMs: 600, mostMs: 13_000 }) {
  const told: { what: 'spoke' | 'said'; atMs: number; samples?: Int16Array }[] = [];
  let atMs = 0;
  const ear = new Ear('ear', limits, {
    spoke: () => void told.push({ what: 'spoke', atMs }),
    said: (said) => void told.push({ what: 'said', atMs, samples: said }),
  });
  for (let at = 0; at + frameSamples <= samples.length && told.length < 2; at += frameSamples, atMs += 20)
    ear.add(samples.subarray(at, at + frameSamples));
  return told;
}

describe('an ear', () => {
  test('notices speech within a fifth of a second and its end after the silence, and keeps all of it', async () => {
    const words = await say('technical support');
    const [spoke, said] = listen(joined(silence(1000), words, silence(2000)));
    const wordsMs = words.length / 8;
    expect(spoke?.atMs).toBeLessThan(1300);
    expect(said?.atMs).toBeGreaterThan(1000 + wordsMs);
    expect(said?.atMs).toBeLessThan(1000 + wordsMs + 750);
    expect(said?.samples?.length).toBeGreaterThan(words.length);
  });

  test.each([400, 440, 697, 1000, 2500])('takes a tone of %i Hz for no speech', (hz) => {
    expect(listen(overTheLine(tone(hz, 5000)))).toEqual([]);
  });

  test('hears nothing in noise that lasts, and speech above it', async () => {
    const noise = (ms: number) => Int16Array.from({ length: ms * 8 }, (_, i) => ((i * 7919) % 401) - 200);
    expect(listen(noise(3000))).toEqual([]);
    const words = (await say('technical support')).map((sample, i) => sample + ((i * 7919) % 401) - 200);
    expect(listen(joined(noise(1000), words, noise(1500))).map(({ what }) => what)).toEqual(['spoke', 'said']);
  });

  test('cuts off who does not end', async () => {
    const once = await say('technical support technical support');
    const words = joined(...Array.from({ length: 6 }, () => once));
    expect(listen(words, { endMs: 600, mostMs: 3000 })[1]?.samples?.length).toBe(24_000);
  });
});

describe('a grammar', () => {
  test('leaves out what has no pronunciation, digits, and decoys that sound like its words', () => {
    const sounds: Record<string, string[]> = { bill: ['B', 'IH', 'L'], ill: ['IH', 'L'], weather: ['W', 'EH', 'DH', 'ER'] };
    const grammar = grammarOf(['Bill!', 'zyx', '1'], ['ill', 'weather'], (word) => sounds[word]);
    expect(grammar).toMatchObject({ phrases: ['bill'], unknown: ['zyx'] });
    expect(grammar).toHaveProperty('jsgf', expect.stringContaining('<other> = weather;'));
    expect(grammarOf(['zyx'], [], () => undefined)).toEqual({ unknown: ['zyx'] });
  });
  test('finds the longest phrase in what was heard', () => {
    expect(phraseIn('i need technical support please', ['support', 'technical support'])).toBe('technical support');
    expect(phraseIn('father later', ['support'])).toBeUndefined();
    expect([spokenForm('  Technical—Support, please! '), difference([...'abc'], [...'adc'])]).toEqual(['technical support please', 1]);
  });
});

describe('the recogniser', () => {
  const unknown: string[] = [];
  const recogniser = openRecogniser((line) => void unknown.push(line));
  afterAll(() => recogniser.close());
  const phrases = ['products', 'technical support', 'support', 'billing', 'an invoice', 'returns', 'operator', 'one', 'two', 'qwrtz'];
  const hear = async (text: string, voice?: string) => recogniser.hear(phrases, await say(text, voice));

  test('understands different voices on a telephone line', async () => {
    expect(await hear('technical support')).toBe('technical support');
    expect(await hear('I would like technical support please', 'rms')).toBe('technical support');
    expect(await hear('billing', 'awb')).toBe('billing');
    expect(await hear('two', 'rms')).toBe('two');
  });
  test('takes other words for nothing that it knows, and silence too', async () => {
    expect(await hear('what is the weather like today')).toBeUndefined();
    expect(await hear('could you repeat that please', 'rms')).toBeUndefined();
    expect(await recogniser.hear(phrases, silence(1000))).toBeUndefined();
  });
  test('tells once which words it can not hear', () => {
    expect(unknown).toEqual([`The recogniser does not know how "qwrtz" sounds: callers can't say it here.`]);
  });
});
