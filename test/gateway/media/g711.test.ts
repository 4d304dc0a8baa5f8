import { expect, test } from 'vitest';
import { g711 } from '../../../shared/telephony/g711.ts';

/** Decision and output values of ITU-T G.711 tables 1 and 2, scaled to 16 bits. */
test.each([
  ['PCMU', 0xff, 0],
  ['PCMU', 0x7f, 0],
  ['PCMU', 0xfe, 8],
  ['PCMU', 0x7e, -8],
  ['PCMU', 0xef, 132],
  ['PCMU', 0xe0, 372],
  ['PCMU', 0x80, 32124],
  ['PCMU', 0x00, -32124],
  ['PCMA', 0xd5, 8],
  ['PCMA', 0x55, -8],
  ['PCMA', 0xd4, 24],
  ['PCMA', 0xc5, 264],
  ['PCMA', 0xaa, 32256],
  ['PCMA', 0x2a, -32256],
] as const)('%s byte %i is sample %i', (codec, byte, sample) => {
  expect(g711[codec].expand[byte]).toBe(sample);
});

test.each(['PCMU', 'PCMA'] as const)('%s: what was expanded compresses to the same byte', (codec) => {
  const { expand, compress } = g711[codec];
  for (let byte = 0; byte < 256; byte++) {
    // µ-law has two zeros; the positive one is sent.
    const expected = codec === 'PCMU' && byte === 0x7f ? 0xff : byte;
    expect(compress[expand[byte]! & 0xffff]).toBe(expected);
  }
});

test.each(['PCMU', 'PCMA'] as const)('%s: every sample comes back within half a step of its segment', (codec) => {
  const { expand, compress } = g711[codec];
  for (let sample = -32000; sample <= 32000; sample += 7) {
    const error = Math.abs(expand[compress[sample & 0xffff]!]! - sample);
    expect(error).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 25));
  }
});
