/**
 * ITU-T G.711: companded speech, one byte per sample. Tables are built once; per sample there is one lookup.
 */
export type Codec = 'PCMU' | 'PCMA';

/** One way of the codec: `expand[byte]` is a 16-bit sample, `compress[sample & 0xffff]` a byte. */
export interface Companding {
  /** Static payload type of RFC 3551. */
  payloadType: 0 | 8;
  expand: Int16Array;
  compress: Uint8Array;
}

const muBias = 0x84;
const muClip = 32635;

const expandMu = (byte: number): number => {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + muBias) << ((code >> 4) & 7)) - muBias;
  return code & 0x80 ? -magnitude : magnitude;
};

const compressMu = (sample: number): number => {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), muClip) + muBias;
  const exponent = 24 - Math.clz32(biased);
  const mantissa = (biased >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
};

const expandA = (byte: number): number => {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return code & 0x80 ? magnitude : -magnitude;
};

const compressA = (sample: number): number => {
  const sign = sample >= 0 ? 0x80 : 0;
  // 13 bits of magnitude count; a negative sample is complemented, so that -1 and 0 share the smallest step.
  const magnitude = (sample >= 0 ? sample : ~sample) >> 4;
  const exponent = magnitude < 16 ? 0 : 28 - Math.clz32(magnitude);
  const mantissa = exponent === 0 ? magnitude : (magnitude >> (exponent - 1)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
};

const companding = (payloadType: 0 | 8, expand: (byte: number) => number, compress: (sample: number) => number): Companding => ({
  payloadType,
  expand: Int16Array.from({ length: 256 }, (_, byte) => expand(byte)),
  compress: Uint8Array.from({ length: 65536 }, (_, sample) => compress((sample << 16) >> 16)),
});

export const g711: Record<Codec, Companding> = {
  PCMU: companding(0, expandMu, compressMu),
  PCMA: companding(8, expandA, compressA),
};
