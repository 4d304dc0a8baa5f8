import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { AwsRequest } from '../../../local/contract.ts';
import { silentIn } from '../../../local/services/polly/offline.ts';
import { polly } from '../../../local/services/polly/polly.ts';

const request = (method: string, path: string, body: object = {}, query = ''): AwsRequest => ({
  service: 'polly',
  method,
  path,
  query: new URLSearchParams(query),
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
  caller: { kind: 'root' },
});
const speech = { Text: 'Hello.', VoiceId: 'Joanna', Engine: 'neural', OutputFormat: 'pcm', SampleRate: '8000' };
const speak = (change: object = {}) => polly.handle(request('POST', '/v1/speech', { ...speech, ...change }));

test('English is spoken as samples of 8 kHz', async () => {
  const { status, headers, body } = await speak();
  expect([status, headers?.['content-type']]).toEqual([200, 'audio/pcm']);
  const samples = new Int16Array(Uint8Array.from(body as Buffer).buffer);
  expect(samples.length).toBeGreaterThan(2000);
  expect(samples.some((value) => Math.abs(value) > 3000)).toBe(true);
});

test('voices are those that Polly has for the shipped languages: none for Hungarian and Greek', async () => {
  const voices = async (query = '') =>
    (
      JSON.parse(String((await polly.handle(request('GET', '/v1/voices', {}, query))).body)) as {
        Voices: { Id: string; LanguageCode: string }[];
      }
    ).Voices;
  expect((await voices()).map(({ LanguageCode }) => LanguageCode)).toEqual(['en-US', 'cs-CZ', 'cmn-CN']);
  expect((await voices('LanguageCode=cs-CZ')).map(({ Id }) => Id)).toEqual(['Jitka']);
  expect(await voices('LanguageCode=hu-HU')).toEqual([]);
});

test('what it can not do it refuses by name', async () => {
  await expect(speak({ VoiceId: 'Nobody' })).rejects.toThrow('knows no voice Nobody');
  await expect(speak({ OutputFormat: 'mp3' })).rejects.toThrow('pcm of 8000 Hz only');
  await expect(speak({ Text: '' })).rejects.toThrow('not one of SynthesizeSpeech');
  if (silentIn('cs-CZ') !== undefined) await expect(speak({ VoiceId: 'Jitka' })).rejects.toThrow('install espeak-ng');
});

test('speaking needs a permission', () => {
  expect(polly.needs(request('POST', '/v1/speech'))).toEqual([{ action: 'polly:SynthesizeSpeech', resource: '*' }]);
  expect(polly.needs(request('POST', '/v1/lexicons'))).toBeUndefined();
});
