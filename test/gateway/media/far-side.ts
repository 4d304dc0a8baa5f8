import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { frameSamples } from '../../../gateway/media/frames.ts';
import { g711 } from '../../../shared/telephony/g711.ts';
import { parseRtp, type RtpView, writeRtpHeader } from '../../../gateway/media/rtp.ts';

/** Samples of a tone, `count` of them from sample `from` on. */
export const tone = (hz: number, from: number, count: number, amplitude = 8000): Int16Array =>
  Int16Array.from({ length: count }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * (from + i)) / 8000));

/** Strength of a tone in samples, relative to full scale, in dB (Goertzel's algorithm). */
export function strength(samples: Int16Array, hz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hz) / 8000);
  let before = 0;
  let last = 0;
  for (const sample of samples) {
    const next = sample + factor * last - before;
    before = last;
    last = next;
  }
  const power = Math.max(0, last * last + before * before - factor * last * before);
  return 20 * Math.log10(Math.sqrt(power) / (samples.length / 2) / 32768 + 1e-6);
}

/** A line that was held up plays a little faster until it has caught up, and one that came close to its end a little slower. */
const speeds = [156, 160, 164, 176].map((step) => step / frameSamples);
const strengthAtAnySpeed = (samples: Int16Array, hz: number): number => Math.max(...speeds.map((speed) => strength(samples, hz * speed)));

/** Strength of a tone where it is strongest for 200 ms: on a busy machine a line may fall silent for a moment. */
export function strongest(samples: Int16Array, hz: number): number {
  const windows = Array.from({ length: Math.floor(samples.length / 1600) }, (_, i) => samples.slice(i * 1600, (i + 1) * 1600));
  return Math.max(...windows.map((window) => strengthAtAnySpeed(window, hz)));
}

/** A WAV file of 16-bit PCM. */
export function wav(samples: Int16Array, format: { rate?: number; channels?: number; bits?: number; coding?: number } = {}): Uint8Array {
  const { rate = 8000, channels = 1, bits = 16, coding = 1 } = format;
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(coding, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE((rate * channels * bits) / 8, 28);
  bytes.writeUInt16LE((channels * bits) / 8, 32);
  bytes.writeUInt16LE(bits, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 44 + i * 2));
  return bytes;
}

export async function until<T>(what: string, look: () => T | undefined | false, limitMs = 10_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A telephone's RTP: sends what it is told at 20 ms, keeps what it gets. */
export class FarSide {
  readonly socket: Socket = createSocket('udp4');
  readonly packets: RtpView[] = [];
  #target: { host: string; port: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sequence = 65530;
  #sent = 0;
  hz = 0;

  async open(): Promise<{ host: string; port: number }> {
    this.socket.on('message', (bytes) => {
      const packet = parseRtp(Buffer.from(bytes));
      if (packet) this.packets.push(packet);
    });
    this.socket.bind(0, '127.0.0.1');
    await once(this.socket, 'listening');
    return { host: '127.0.0.1', port: this.socket.address().port };
  }

  /** Sends a tone continuously, paced by the clock rather than by the timer. */
  talk(target: { host: string; port: number }, hz: number): void {
    this.#target = target;
    this.hz = hz;
    const started = performance.now();
    let frames = 0;
    this.#timer = setInterval(() => {
      for (; frames < (performance.now() - started) / 20; frames++) {
        const frame = this.hz ? tone(this.hz, this.#sent, frameSamples) : new Int16Array(frameSamples);
        const payload = Uint8Array.from(frame, (sample) => g711.PCMU.compress[sample & 0xffff]!);
        this.send({ payloadType: 0, marker: false, timestamp: (4294960000 + this.#sent) >>> 0, payload });
        this.#sent += frameSamples;
      }
    }, 5);
  }

  send(packet: { payloadType: number; marker: boolean; timestamp: number; payload: Uint8Array; ssrc?: number }): void {
    const bytes = Buffer.alloc(12 + packet.payload.length);
    writeRtpHeader(bytes, { ssrc: 77, ...packet, sequence: this.#sequence });
    bytes.set(packet.payload, 12);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.sendRaw(bytes);
  }

  sendRaw(bytes: Uint8Array): void {
    if (this.#target) this.socket.send(bytes, this.#target.port, this.#target.host);
  }

  aim(target: { host: string; port: number }): void {
    this.#target = target;
  }

  /** The last `ms` of audio that came. */
  heard(ms: number): Int16Array {
    const payloads = this.packets.filter((packet) => packet.payloadType === 0).slice(-ms / 20);
    return Int16Array.from(payloads.flatMap((packet) => [...packet.payload].map((byte) => g711.PCMU.expand[byte]!)));
  }

  /** Whether the last 200 ms hold a tone; call it often, for it looks at the present only. */
  hears(hz: number): boolean {
    const samples = this.heard(200);
    return samples.length >= 1600 && strengthAtAnySpeed(samples, hz) > -35;
  }

  close(): void {
    clearInterval(this.#timer);
    this.socket.close();
  }
}
