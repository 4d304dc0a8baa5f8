import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import type { Digit, LineStats, Media } from './contract.ts';
import { addKeyTone } from './dtmf.ts';
import { frameSamples, type Port } from './frames.ts';
import { type Companding, g711 } from '../../shared/telephony/g711.ts';
import { Reception } from './reception.ts';
import { headerBytes, isRtcp, parseRtp, type RtpView, writeRtpHeader } from './rtp.ts';
import { DigitSender } from './telephone-event.ts';

export type Remote = Parameters<Media['connectLine']>[1];

/** Packets are written in turn into these, so that one that the system still holds isn't overwritten. */
const packetBuffers = 8;
/** How long packets from where the far side was before a new offer don't count as its new address. */
const staleMs = 1000;

export interface PortListener {
  digit(digit: Digit): void;
  flowing(flowing: boolean): void;
}

/** One telephone leg's audio: a UDP socket with RTP (RFC 3550), G.711 and telephone-events (RFC 4733). */
export class RtpPort implements Port {
  readonly #socket: Socket;
  readonly #reception: Reception;
  readonly #digits = new DigitSender();
  readonly #packets = Array.from({ length: packetBuffers }, () => Buffer.alloc(headerBytes + frameSamples));
  readonly #ssrc = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #timestamp = randomBytes(4).readUInt32BE();
  #marker = true;
  #remote: Remote | undefined;
  #codec: Companding = g711.PCMU;
  /** Where packets go: what SDP said, and from the first packet on where that came from (a NAT may stand between). */
  #target: { host: string; port: number } | undefined;
  #latched = false;
  #before: { host: string; port: number; untilMs: number } | undefined;
  #sent = 0;
  #closed = false;

  constructor(socket: Socket, listener: PortListener) {
    this.#socket = socket;
    this.#reception = new Reception(listener);
    // A send that the system refuses (port unreachable, no route) is a lost packet like any other.
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => this.#receive(bytes, from));
  }

  get address(): { host: string; port: number } {
    const { address, port } = this.#socket.address();
    return { host: address, port };
  }

  /** A name is looked up once; until then, and for `0.0.0.0` and port 0 (an old way to hold), nothing is sent. */
  connect(remote: Remote): void {
    const target = this.#target;
    const moved = remote.host !== this.#remote?.host || remote.port !== this.#remote.port;
    if (target && moved) this.#before = { ...target, untilMs: performance.now() + staleMs };
    this.#remote = remote;
    this.#codec = g711[remote.codec];
    this.#reception.digitsPayloadType = remote.digitsPayloadType;
    if (!moved && this.#latched) return;
    this.#latched = false;
    this.#target = undefined;
    this.#marker = true;
    if (isIPv4(remote.host)) this.#aim(remote, remote.host);
    else
      void lookup(remote.host, 4).then(
        ({ address }) => this.#remote === remote && !this.#latched && this.#aim(remote, address),
        () => undefined,
      );
  }

  sendDigits(digits: string, toneMs: number): void {
    this.#digits.queue(digits, toneMs);
  }

  pressed(digit: Digit): void {
    this.#reception.listener.digit(digit);
  }

  read(into: Int16Array): boolean {
    return this.#reception.read(into);
  }

  write(frame: Int16Array): void {
    const remote = this.#remote;
    const event = this.#digits.next();
    if (remote && this.#target && remote.direction !== 'recvonly' && remote.direction !== 'inactive') {
      if (event && remote.digitsPayloadType !== undefined) this.#sendEvent(event, remote.digitsPayloadType);
      else {
        if (event) addKeyTone(frame, event);
        this.#sendAudio(frame);
      }
    }
    this.#timestamp = (this.#timestamp + frameSamples) >>> 0;
  }

  stats(): LineStats {
    return { ...this.#reception.stats(), packetsOut: this.#sent };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }

  #aim(remote: Remote, host: string): void {
    if (remote.port > 0 && host !== '0.0.0.0') this.#target = { host, port: remote.port };
  }

  #receive(bytes: Buffer, from: RemoteInfo): void {
    if (isRtcp(bytes) || !this.#remote) return;
    const packet = parseRtp(bytes);
    if (!packet || !this.#isFarSide(from)) return;
    const listens = this.#remote.direction === 'sendrecv' || this.#remote.direction === 'recvonly';
    this.#reception.take(packet, listens);
  }

  /** Latches the address of the first packet after each offer; later packets from elsewhere are not of this call. */
  #isFarSide(from: RemoteInfo): boolean {
    if (from.port === 0) return false;
    if (this.#latched) return from.address === this.#target?.host && from.port === this.#target.port;
    const before = this.#before;
    if (before && from.address === before.host && from.port === before.port && performance.now() < before.untilMs) return false;
    this.#latched = true;
    this.#target = { host: from.address, port: from.port };
    return true;
  }

  #sendEvent(event: { payload: Uint8Array; marker: boolean; elapsed: number }, payloadType: number): void {
    const timestamp = (this.#timestamp - event.elapsed) >>> 0;
    const packet = this.#begin({ payloadType, marker: event.marker, timestamp });
    packet.set(event.payload, headerBytes);
    this.#send(packet, headerBytes + event.payload.length);
    this.#marker = true;
  }

  #sendAudio(frame: Int16Array): void {
    const packet = this.#begin({ payloadType: this.#codec.payloadType, marker: this.#marker, timestamp: this.#timestamp });
    const { compress } = this.#codec;
    for (let i = 0; i < frameSamples; i++) packet[headerBytes + i] = compress[frame[i]! & 0xffff]!;
    this.#send(packet, headerBytes + frameSamples);
    this.#marker = false;
  }

  #begin(header: Pick<RtpView, 'payloadType' | 'marker' | 'timestamp'>): Buffer {
    const packet = this.#packets[this.#sequence % packetBuffers]!;
    writeRtpHeader(packet, { ...header, sequence: this.#sequence, ssrc: this.#ssrc });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return packet;
  }

  #send(packet: Buffer, length: number): void {
    if (this.#closed || !this.#target) return;
    this.#sent++;
    this.#socket.send(packet, 0, length, this.#target.port, this.#target.host);
  }
}

/** Even ports in turn, as RFC 3550 section 11 asks; 0 lets the system choose. */
export class PortRange {
  readonly #host: string;
  readonly #from: number;
  readonly #to: number;
  #next: number;

  constructor(settings: { host: string; portFrom: number; portTo: number }) {
    this.#host = settings.host;
    this.#from = settings.portFrom + (settings.portFrom % 2);
    this.#to = settings.portTo;
    this.#next = this.#from;
  }

  /** A bound socket. Throws when no port of the range is free. */
  async open(): Promise<Socket> {
    const tries = this.#from === 0 ? 1 : Math.max(1, Math.floor((this.#to - this.#from) / 2) + 1);
    for (let i = 0; i < tries; i++) {
      const port = this.#next;
      if (port !== 0) this.#next = port + 2 > this.#to ? this.#from : port + 2;
      const socket = await bind(this.#host, port);
      if (socket) return socket;
    }
    throw new Error(`no free port for RTP between ${this.#from} and ${this.#to}`);
  }
}

/** Addresses are numeric by the time they are used: no detour through the resolver for each packet. */
const noLookup = (host: string, _options: unknown, done: (error: null, address: string, family: number) => void): void =>
  done(null, host, 4);

async function bind(host: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket({ type: 'udp4', lookup: noLookup });
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, host, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
