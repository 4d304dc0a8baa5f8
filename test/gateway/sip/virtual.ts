/** A clock and a network for tests: deterministic, with losses by seed. */
import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { readMessage, type ReceivedRequest, type ReceivedResponse } from '../../../gateway/sip/message.ts';
import type { Timers } from '../../../gateway/sip/timers.ts';
import type { Log, Transport } from '../../../gateway/sip/transport.ts';
import type { Peer } from '../../../gateway/sip/uri.ts';
import { UserAgent } from '../../../gateway/sip/user-agent.ts';

export class VirtualClock implements Timers {
  nowMs = 0;
  readonly #due = new Set<{ atMs: number; run: () => void }>();

  after(ms: number, run: () => void): () => void {
    const entry = { atMs: this.nowMs + ms, run };
    this.#due.add(entry);
    return () => void this.#due.delete(entry);
  }

  /** Lets `ms` pass, with everything that falls due in it in order. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (;;) {
      await setImmediate();
      const next = [...this.#due].filter((entry) => entry.atMs <= endMs).sort((one, other) => one.atMs - other.atMs)[0];
      if (!next) break;
      this.#due.delete(next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
    }
    this.nowMs = endMs;
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Network {
  readonly clock: VirtualClock;
  /** Which datagrams get lost; the test may look at their text. */
  loses: (text: string) => boolean = () => false;
  readonly #nodes = new Map<string, Transport>();

  constructor(clock = new VirtualClock()) {
    this.clock = clock;
  }

  node(host: string, port = 5060): Transport {
    const address = { host, port };
    const transport: Transport = {
      address,
      onDatagram: () => undefined,
      send: (bytes, to) => {
        if (this.loses(bytes.toString())) return;
        this.clock.after(5, () => this.#nodes.get(`${to.host}:${to.port}`)?.onDatagram(Buffer.from(bytes), address));
      },
      close: async () => undefined,
    };
    this.#nodes.set(`${host}:${port}`, transport);
    return transport;
  }

  agent(host: string): { agent: UserAgent; faults: string[] } {
    const faults: string[] = [];
    const log: Log = (line, details) => {
      if (typeof details?.fault === 'string') faults.push(`${line} ${details.fault}`);
    };
    return { agent: new UserAgent({ transport: this.node(host), timers: this.clock, host, name: 'test', log }), faults };
  }
}

/** A far side that says exactly what the test says. */
export class RawPeer {
  readonly received: (ReceivedRequest | ReceivedResponse)[] = [];
  readonly #transport: Transport;
  readonly #to: Peer;

  constructor(network: Network, host: string, to: Peer) {
    this.#transport = network.node(host);
    this.#to = to;
    this.#transport.onDatagram = (bytes) => {
      const read = readMessage(bytes);
      if (read.kind === 'message') this.received.push(read.message);
    };
  }

  send(text: string | Buffer): void {
    this.#transport.send(typeof text === 'string' ? Buffer.from(text) : text, this.#to);
  }

  responses(method: string): ReceivedResponse[] {
    return this.received.filter((message) => message.kind === 'response').filter((message) => message.essentials.cseq.method === method);
  }
  statuses(method: string): number[] {
    return this.responses(method).map(({ status }) => status);
  }
  requests(method: string): ReceivedRequest[] {
    return this.received.filter((message) => message.kind === 'request').filter((message) => message.method === method);
  }
}

/** A request as a telephone at 10.0.0.9 would send it. */
export function request(
  method: string,
  given: {
    branch?: string;
    number?: number;
    toTag?: string;
    fromTag?: string;
    uri?: string;
    headers?: string[];
    body?: string;
    callId?: string;
  } = {},
): string {
  const { branch = `z9hG4bK-${method}-${given.number ?? 1}`, number = 1, body = '', uri = 'sip:100@10.0.0.1' } = given;
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP 10.0.0.9:5060;branch=${branch}`,
    'Max-Forwards: 70',
    `From: "Far" <sip:200@10.0.0.9>;tag=${given.fromTag ?? 'far'}`,
    `To: <sip:100@10.0.0.1>${given.toTag === undefined ? '' : `;tag=${given.toTag}`}`,
    `Call-ID: ${given.callId ?? 'call-1'}`,
    `CSeq: ${number} ${method}`,
    'Contact: <sip:200@10.0.0.9:5060>',
    ...(given.headers ?? []),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** An answer to a request that the raw peer received. */
export function response(to: ReceivedRequest, status: number, given: { toTag?: string; body?: string; contact?: string } = {}): string {
  const { headers, essentials } = to;
  const tag = essentials.to.parameters.has('tag') || given.toTag === undefined ? '' : `;tag=${given.toTag}`;
  return [
    `SIP/2.0 ${status} Whatever`,
    ...headers.all('via').map((via) => `Via: ${via}`),
    `From: ${headers.get('from') ?? ''}`,
    `To: ${headers.get('to') ?? ''}${tag}`,
    `Call-ID: ${essentials.callId}`,
    `CSeq: ${headers.get('cseq') ?? ''}`,
    `Contact: <sip:${given.contact ?? '200@10.0.0.9:5060'}>`,
    ...(given.body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${Buffer.byteLength(given.body ?? '')}`,
    '',
    given.body ?? '',
  ].join('\r\n');
}

export const sdp = 'v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
