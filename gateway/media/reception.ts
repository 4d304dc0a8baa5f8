import type { Digit, LineStats } from './contract.ts';
import { sampleRate, sequenceDifference, tickMs } from './frames.ts';
import { g711 } from '../../shared/telephony/g711.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import type { RtpView } from './rtp.ts';
import { DigitReceiver } from './telephone-event.ts';

/** Ticks (30 s) without a packet after which a line counts as not flowing. */
const silentTicks = 30_000 / tickMs;

/** The receiving half of an RTP stream: which packets are audio, which are keys, and what was lost. */
export class Reception {
  readonly listener: { digit(digit: Digit): void; flowing(flowing: boolean): void };
  digitsPayloadType: number | undefined;
  #audio = new JitterBuffer();
  #keys = new DigitReceiver();
  #ssrc: number | undefined;
  #highest = 0;
  #packets = 0;
  #expected = 0;
  #jitter = 0;
  #transit = 0;
  #quiet = 0;
  #flowing = false;

  constructor(listener: { digit(digit: Digit): void; flowing(flowing: boolean): void }) {
    this.listener = listener;
  }

  /** Takes a packet; its audio only when the line `listens`. Keys are heard always. */
  take(packet: RtpView, listens: boolean): void {
    this.#count(packet);
    if (packet.payloadType === this.digitsPayloadType) {
      const digit = this.#keys.receive(packet, performance.now());
      if (digit) this.listener.digit(digit);
      return;
    }
    const codec = packet.payloadType === 0 ? g711.PCMU : packet.payloadType === 8 ? g711.PCMA : undefined;
    if (!codec) return;
    this.#measureJitter(packet.timestamp);
    if (listens) this.#audio.put(packet.timestamp, packet.payload, codec.expand);
  }

  read(into: Int16Array): boolean {
    if (this.#flowing && ++this.#quiet >= silentTicks) {
      this.#flowing = false;
      this.listener.flowing(false);
    }
    return this.#audio.pull(into) !== 'nothing';
  }

  /** Packets, in milliseconds where it says so; `jitterMs` as RFC 3550 section 6.4.1 computes it. */
  stats(): Omit<LineStats, 'packetsOut'> {
    return {
      packetsIn: this.#packets,
      lost: Math.max(0, this.#expected - this.#packets),
      late: this.#audio.late,
      concealed: this.#audio.concealed,
      jitterMs: (this.#jitter / sampleRate) * 1000,
    };
  }

  #count(packet: RtpView): void {
    this.#packets++;
    this.#quiet = 0;
    if (!this.#flowing) {
      this.#flowing = true;
      this.listener.flowing(true);
    }
    if (packet.ssrc !== this.#ssrc) {
      this.#ssrc = packet.ssrc;
      this.#audio.reset();
      this.#keys.reset();
      this.#transit = 0;
      this.#expected++;
    } else {
      const ahead = sequenceDifference(packet.sequence, this.#highest);
      if (ahead <= 0) return;
      // A jump beyond what can be lost is a sender that began anew (RFC 3550 appendix A.1).
      this.#expected += ahead > 3000 ? 1 : ahead;
    }
    this.#highest = packet.sequence;
  }

  #measureJitter(timestamp: number): void {
    const transit = (performance.now() * sampleRate) / 1000 - timestamp;
    const change = Math.abs(transit - this.#transit);
    if (this.#transit !== 0 && change < sampleRate) this.#jitter += (change - this.#jitter) / 16;
    this.#transit = transit;
  }
}
