/** Pure: how long a recording is, and how much of it is somebody speaking. */

export interface Sound {
  ms: number;
  /** Of it so much is louder than a quiet room. */
  spokenMs: number;
}

/** The RMS of 16-bit samples below which a frame counts as silence; the recorder's own threshold. */
const silence = 200;
const frameMs = 20;

interface Format {
  coding: number;
  rate: number;
  bytesPerSecond: number;
  bits: number;
  data: DataView;
}

/** The format and samples of a RIFF file; undefined for anything else. */
function readRiff(file: Uint8Array): Format | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.byteLength < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return undefined;
  let format: Omit<Format, 'data'> | undefined;
  for (let at = 12; at + 8 <= file.byteLength;) {
    // A writer that could not go back to fill in the length leaves more than there is.
    const length = Math.min(view.getUint32(at + 4, true), file.byteLength - at - 8);
    if (tag(at) === 'fmt ' && length >= 16) {
      const u16 = (offset: number) => view.getUint16(at + 8 + offset, true);
      const u32 = (offset: number) => view.getUint32(at + 8 + offset, true);
      format = { coding: u16(0), rate: u32(4), bytesPerSecond: u32(8), bits: u16(14) };
    }
    if (tag(at) === 'data' && format !== undefined) return { ...format, data: new DataView(file.buffer, file.byteOffset + at + 8, length) };
    at += 8 + length + (length & 1);
  }
  return undefined;
}

function spoken({ data, rate }: Format): number {
  const perFrame = Math.max(1, Math.round((rate * frameMs) / 1000));
  let frames = 0;
  for (let at = 0; at + 2 * perFrame <= data.byteLength; at += 2 * perFrame) {
    let sum = 0;
    for (let i = 0; i < perFrame; i++) sum += data.getInt16(at + 2 * i, true) ** 2;
    if (Math.sqrt(sum / perFrame) > silence) frames += 1;
  }
  return frames * frameMs;
}

/** Of a coding whose samples we can't read, all counts as speech. Undefined for what is no WAV file. */
export function measure(file: Uint8Array): Sound | undefined {
  const format = readRiff(file);
  if (format === undefined || format.bytesPerSecond === 0) return undefined;
  const ms = Math.round((format.data.byteLength / format.bytesPerSecond) * 1000);
  const readable = format.coding === 1 && format.bits === 16 && format.bytesPerSecond === 2 * format.rate;
  return { ms, spokenMs: readable ? spoken(format) : ms };
}
