/** WAV files: any common kind is read, one is written, what telephony plays: PCM of 16 bit, mono (Amazon asks for 8 kHz). */
import { Buffer } from 'node:buffer';
import { g711 } from '../../telephony/g711.ts';

/** Samples of 16 bit, mono. */
export interface Sound {
  samples: Int16Array;
  rate: number;
}

interface Format {
  coding: number;
  channels: number;
  rate: number;
  bits: number;
}

const codings = { pcm: 1, float: 3, aLaw: 6, muLaw: 7, extensible: 0xfffe } as const;

function readFormat(file: Buffer, at: number, length: number): Format {
  const coding = file.readUInt16LE(at);
  return {
    // An extensible header names the true coding in the first two bytes of its GUID.
    coding: coding === codings.extensible && length >= 26 ? file.readUInt16LE(at + 24) : coding,
    channels: file.readUInt16LE(at + 2),
    rate: file.readUInt32LE(at + 4),
    bits: file.readUInt16LE(at + 14),
  };
}

const whole = (value: number): number => Math.round(Math.max(-1, Math.min(1, value)) * 32767);

/** How one sample is read, and how many bytes it has. Throws for codings that nobody expects in a WAV file. */
function sampleReader(file: Buffer, { coding, bits }: Format): { bytes: number; read: (at: number) => number } {
  if (coding === codings.muLaw && bits === 8) return { bytes: 1, read: (at) => g711.PCMU.expand[file[at] ?? 0] ?? 0 };
  if (coding === codings.aLaw && bits === 8) return { bytes: 1, read: (at) => g711.PCMA.expand[file[at] ?? 0] ?? 0 };
  if (coding === codings.float && bits === 32) return { bytes: 4, read: (at) => whole(file.readFloatLE(at)) };
  if (coding === codings.pcm) {
    // Eight bits are unsigned, all others signed.
    if (bits === 8) return { bytes: 1, read: (at) => (file.readUInt8(at) - 128) << 8 };
    if (bits === 16) return { bytes: 2, read: (at) => file.readInt16LE(at) };
    if (bits === 24) return { bytes: 3, read: (at) => file.readIntLE(at, 3) >> 8 };
    if (bits === 32) return { bytes: 4, read: (at) => file.readInt32LE(at) >> 16 };
  }
  throw new Error(`A WAV file of format ${coding} with ${bits} bits per sample can't be read.`);
}

function readSamples(file: Buffer, at: number, length: number, format: Format): Int16Array {
  const { bytes, read } = sampleReader(file, format);
  const { channels } = format;
  const samples = new Int16Array(Math.floor(length / (bytes * channels)));
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read(at + (i * channels + channel) * bytes);
    samples[i] = Math.round(sum / channels);
  }
  return samples;
}

/**
 * Reads a WAV file: PCM of 8 to 32 bits, floating point, µ-law or A-law, up to 8 channels (mixed to one). Throws with one sentence on
 * anything else.
 */
export function readWav(bytes: Uint8Array): Sound {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('Not a WAV file.');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const chunk = file.toString('latin1', at, at + 4);
    // A writer that could not go back to fill in the length leaves more than there is.
    const length = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (chunk === 'fmt ' && length >= 16) format = readFormat(file, at + 8, length);
    if (chunk === 'data') {
      if (format === undefined) throw new Error('The WAV file has no format before its samples.');
      const { channels, rate } = format;
      if (channels < 1 || channels > 8) throw new Error(`A WAV file with ${channels} channels can't be read.`);
      if (rate < 8000 || rate > 192_000) throw new Error(`A WAV file of ${rate} Hz can't be read.`);
      return { samples: readSamples(file, at + 8, length, format), rate };
    }
    at += 8 + length + (length & 1);
  }
  throw new Error('A WAV file without samples.');
}

/** The header of a mono file. */
function header(dataLength: number, rate: number, coding: number, bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + dataLength, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(coding, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(bytes * rate, 28);
  head.writeUInt16LE(bytes, 32);
  head.writeUInt16LE(8 * bytes, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(dataLength, 40);
  return head;
}

/** Writes samples from -1 to 1 as a WAV file; louder ones are clipped. */
export function writeWav(samples: Float64Array, rate: number): Buffer {
  const data = Buffer.alloc(2 * samples.length);
  samples.forEach((value, i) => data.writeInt16LE(whole(value), 2 * i));
  return Buffer.concat([header(data.length, rate, codings.pcm, 2), data]);
}

/** The same in half the room: µ-law, which is what a telephone line carries anyway. Telephony does not play these: they are expanded before. */
export function writeCompactWav(samples: Float64Array, rate: number): Buffer {
  const data = Buffer.from(Uint8Array.from(samples, (value) => g711.PCMU.compress[whole(value) & 0xffff] ?? 0xff));
  return Buffer.concat([header(data.length, rate, codings.muLaw, 1), data]);
}
