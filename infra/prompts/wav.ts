/** WAV files of 16 bit, mono: what telephony plays (Amazon asks for 8 kHz). */
import { Buffer } from 'node:buffer';

/** Reads the samples of a mono WAV file of 16 bit PCM. Throws on anything else. */
export function readWav(file: Buffer): { samples: Int16Array; rate: number } {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('Not a WAV file.');
  let rate = 0;
  for (let at = 12; at + 8 <= file.length;) {
    const chunk = file.toString('latin1', at, at + 4);
    // A writer that could not go back to fill in the length leaves more than there is.
    const length = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (chunk === 'fmt ') {
      const [format, channels, bits] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10), file.readUInt16LE(at + 22)];
      if (format !== 1 || channels !== 1 || bits !== 16) throw new Error('Not mono PCM of 16 bit.');
      rate = file.readUInt32LE(at + 12);
    }
    if (chunk === 'data') {
      const samples = new Int16Array(length >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = file.readInt16LE(at + 8 + 2 * i);
      return { samples, rate };
    }
    at += 8 + length + (length & 1);
  }
  throw new Error('A WAV file without samples.');
}

/** Writes samples from -1 to 1 as a WAV file; louder ones are clipped. */
export function writeWav(samples: Float64Array, rate: number): Buffer {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + 2 * samples.length, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, i) => file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32767), 44 + 2 * i));
  return file;
}
