/** Sound that a person brings (any kind that the browser plays: WAV, MP3, M4A, a recording of the microphone) as WAV of 8 kHz, mono. */

const rate = 8000;
/** Longer ones go as µ-law, in half the room: what a request may carry is limited. */
const longSeconds = 240;

/** ITU-T G.711 µ-law of a sample from -1 to 1. */
function muLaw(value: number): number {
  const sample = Math.round(Math.max(-1, Math.min(1, value)) * 32_767);
  const biased = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = 24 - Math.clz32(biased);
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((biased >> (exponent + 3)) & 0x0f)) & 0xff;
}

function wavOf(samples: Float32Array, compact: boolean): Uint8Array {
  const bytes = compact ? 1 : 2;
  const view = new DataView(new ArrayBuffer(44 + bytes * samples.length));
  const tag = (at: number, text: string) => [...text].forEach((sign, i) => view.setUint8(at + i, sign.charCodeAt(0)));
  tag(0, 'RIFF');
  view.setUint32(4, 36 + bytes * samples.length, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, compact ? 7 : 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, bytes * rate, true);
  view.setUint16(32, bytes, true);
  view.setUint16(34, 8 * bytes, true);
  tag(36, 'data');
  view.setUint32(40, bytes * samples.length, true);
  samples.forEach((value, i) => {
    if (compact) view.setUint8(44 + i, muLaw(value));
    else view.setInt16(44 + 2 * i, Math.round(Math.max(-1, Math.min(1, value)) * 32_767), true);
  });
  return new Uint8Array(view.buffer);
}

function base64(bytes: Uint8Array): string {
  const step = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += step) text += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(text);
}

/** The sound of a file as base64 of a WAV; undefined when the browser can't play it. */
export async function audioOf(file: Blob): Promise<string | undefined> {
  try {
    const decoded = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await file.arrayBuffer());
    const samples = new Float32Array(decoded.length);
    for (let channel = 0; channel < decoded.numberOfChannels; channel++)
      decoded.getChannelData(channel).forEach((value, i) => (samples[i] = (samples[i] ?? 0) + value / decoded.numberOfChannels));
    return base64(wavOf(samples, decoded.duration > longSeconds));
  } catch {
    return undefined;
  }
}
