import { sampleRate } from './frames.ts';

/** A WAV file that can be played: 16-bit samples, channels interleaved, not yet resampled. */
export interface Wav {
  rate: number;
  channels: 1 | 2;
  samples: Int16Array;
}
export type WavReading = { ok: true; wav: Wav } | { ok: false; why: string };

const pcmFormat = 1;
const extensibleFormat = 0xfffe;
const refused = (why: string): WavReading => ({ ok: false, why });

interface Format {
  rate: number;
  channels: number;
  bits: number;
  coding: number;
}

/**
 * Reads RIFF WAVE (Multimedia Programming Interface 1.0, chapter 3): uncompressed PCM of 16 bits, 8 to 48 kHz, mono or stereo. Anything
 * else is refused with the reason. A data chunk that claims more than there is (a stream's header) ends with the file.
 */
export function readWav(bytes: Uint8Array): WavReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return refused('not a WAV file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = tag(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ') {
      if (size < 16 || at + 8 + 16 > bytes.length) return refused('the format chunk of the WAV file is too short');
      format = readFormat(view, at + 8, size);
    }
    if (name === 'data') return format ? readData(bytes, at + 8, size, format) : refused('the WAV file has no format before its data');
    at += 8 + size + (size & 1);
  }
  return refused('the WAV file has no data');
}

const tag = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

function readFormat(view: DataView, at: number, size: number): Format {
  const coding = view.getUint16(at, true);
  return {
    // An extensible header names the true format in the first two bytes of its GUID.
    coding: coding === extensibleFormat && size >= 40 && at + 26 <= view.byteLength ? view.getUint16(at + 24, true) : coding,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function readData(bytes: Uint8Array, start: number, size: number, format: Format): WavReading {
  if (format.coding !== pcmFormat) return refused(`the WAV file is not PCM (format ${format.coding})`);
  if (format.bits !== 16) return refused(`the WAV file has ${format.bits} bits per sample, not 16`);
  if (format.channels !== 1 && format.channels !== 2) return refused(`the WAV file has ${format.channels} channels`);
  if (format.rate < 8000 || format.rate > 48000) return refused(`the WAV file has ${format.rate} samples per second, not 8000 to 48000`);
  const frameBytes = 2 * format.channels;
  const length = Math.floor(Math.min(size, bytes.length - start) / frameBytes) * frameBytes;
  if (length === 0) return refused('the WAV file has no samples');
  return { ok: true, wav: { rate: format.rate, channels: format.channels, samples: littleEndian(bytes, start, length) } };
}

/** A view where the bytes allow it: nothing is copied for the usual file. */
function littleEndian(bytes: Uint8Array, start: number, length: number): Int16Array {
  const at = bytes.byteOffset + start;
  if (at % 2 === 0) return new Int16Array(bytes.buffer, at, length / 2);
  return new Int16Array(bytes.slice(start, start + length).buffer);
}

const headerBytes = 44;

/** A WAV file of 16-bit PCM: 8 kHz, mono. */
export function writeWav(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, name: string): void => void bytes.set(Buffer.from(name, 'latin1'), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, pcmFormat, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(headerBytes + index * 2, sample, true));
  return bytes;
}
