/** The one audio format of the media worker: 8 kHz mono, 16 bit, in frames of 20 ms. */
export const sampleRate = 8000;
export const tickMs = 20;
export const frameSamples = 160;

/**
 * Where audio comes from and goes to: a telephone by RTP, a browser by WebRTC. Once per tick its reader takes one frame out of it
 * and gives one to it.
 */
export interface Port {
  /** Fills one frame; false (and zeros) when there is nothing to hear. */
  read(into: Int16Array): boolean;
  write(frame: Int16Array): void;
}

export const saturate = (sample: number): number => (sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample);

/** Mean power of samples, relative to full scale, as RFC 6464 counts: 0 is the loudest, -127 is silence. */
export const dbov = (energy: number, samples: number): number => {
  if (samples === 0 || energy === 0) return -127;
  return Math.max(-127, Math.round(10 * Math.log10(energy / samples / (32768 * 32768))));
};

/** `a - b` of two 32-bit timestamps, right across the wrap. */
export const timestampDifference = (a: number, b: number): number => (a - b) | 0;
/** `a - b` of two 16-bit sequence numbers, right across the wrap. */
export const sequenceDifference = (a: number, b: number): number => ((a - b) << 16) >> 16;
