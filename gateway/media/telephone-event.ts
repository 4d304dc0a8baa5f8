import type { Digit } from './contract.ts';
import { tickMs, timestampDifference } from './frames.ts';

/** Digits as named events, RFC 4733. Event codes 0 to 15 are the sixteen keys. */
export const keys = '0123456789*#ABCD';
const endBit = 0x80;
const longestSegment = 0xffff;
/** Without a packet for this long, an older timestamp is a sender that began anew rather than a packet out of order. */
const forgetMs = 2000;

interface Press {
  event: number;
  timestamp: number;
  duration: number;
  ended: boolean;
  atMs: number;
}

/** Hears key presses: each once, from whichever of its packets comes first. */
export class DigitReceiver {
  #last: Press | undefined;

  /** A payload of telephone-event; returns the key when a new press began with it. */
  receive(packet: { timestamp: number; marker: boolean; payload: Uint8Array }, nowMs: number): Digit | undefined {
    if (packet.payload.length < 4) return undefined;
    const event = packet.payload[0]!;
    const key = keys[event] as Digit | undefined;
    if (key === undefined) return undefined;
    const press: Press = {
      event,
      timestamp: packet.timestamp,
      duration: packet.payload[2]! * 256 + packet.payload[3]!,
      ended: (packet.payload[1]! & endBit) !== 0,
      atMs: nowMs,
    };
    const last = this.#last;
    if (last && timestampDifference(press.timestamp, last.timestamp) < 0 && nowMs - last.atMs < forgetMs) return undefined;
    const same = last !== undefined && isSamePress(last, press, packet.marker);
    this.#last = same ? { ...press, ended: last.ended || press.ended } : press;
    return same ? undefined : key;
  }

  reset(): void {
    this.#last = undefined;
  }
}

function isSamePress(last: Press, press: Press, marker: boolean): boolean {
  if (press.timestamp === last.timestamp) return true;
  if (press.event !== last.event || last.ended) return false;
  // A key held for more than 8 s goes on in a new segment where the old one ended (RFC 4733 section 2.5.1.3).
  if (last.duration === longestSegment && timestampDifference(press.timestamp, last.timestamp) === longestSegment) return true;
  // Some senders let the timestamp run within one press; then it runs as the duration does.
  const grown = press.duration - last.duration;
  return !marker && grown > 0 && timestampDifference(press.timestamp, last.timestamp) === grown;
}

/** One packet to send instead of audio. `timestamp` is samples since the event began: the packet carries the event's beginning. */
export interface DigitPacket {
  payload: Uint8Array;
  marker: boolean;
  elapsed: number;
  /** False for the repeats of an end that was told already. */
  sounds: boolean;
}

const gapTicks = 4;
const commaTicks = 25;
const endPackets = 3;
const volumeDbm0 = 10;

/** How long sending takes, from the first tone to the silence after the last. */
export function digitsMs(digits: string, toneMs: number): number {
  const ticks = [...digits].map((one) => (one === ',' ? commaTicks : toneTicks(toneMs) + endPackets - 1 + gapTicks));
  return ticks.reduce((sum, count) => sum + count, 0) * tickMs;
}

const toneTicks = (toneMs: number): number => Math.max(2, Math.round(toneMs / tickMs));

/** Sends key presses: a packet per tick with growing duration, the last one three times. */
export class DigitSender {
  #queue: { event: number | undefined; ticks: number }[] = [];
  #tick = 0;

  /** `,` is half a second of pause; other characters that are no keys are left out. */
  queue(digits: string, toneMs: number): void {
    for (const character of digits.toUpperCase()) {
      const event = keys.indexOf(character);
      if (character === ',') this.#queue.push({ event: undefined, ticks: commaTicks });
      else if (event >= 0) this.#queue.push({ event, ticks: toneTicks(toneMs) });
    }
  }

  /** What this tick sends; undefined when it is audio's turn. */
  next(): DigitPacket | undefined {
    const current = this.#queue[0];
    if (!current) return undefined;
    const tick = this.#tick++;
    const last = current.event === undefined ? current.ticks : current.ticks + endPackets - 1;
    if (tick >= last + (current.event === undefined ? 0 : gapTicks)) {
      this.#queue.shift();
      this.#tick = 0;
      return this.next();
    }
    if (current.event === undefined || tick >= last) return undefined;
    const duration = Math.min(longestSegment, Math.min(tick + 1, current.ticks) * 160);
    const ended = tick + 1 >= current.ticks;
    const payload = Uint8Array.of(current.event, (ended ? endBit : 0) | volumeDbm0, duration >> 8, duration & 0xff);
    return { payload, marker: tick === 0, elapsed: tick * 160, sounds: tick < current.ticks };
  }
}
