/** Session descriptions: offer and answer of one audio stream (RFC 8866, RFC 3264, RFC 4733). */
import { parse, type SessionDescription } from 'sdp-transform';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What a description says of its sender's audio. `direction` is as the sender sees it. */
export interface Sdp {
  host: string;
  port: number;
  codec: 'PCMU' | 'PCMA';
  /** Payload type of telephone-event at 8000 Hz. */
  digitsPayloadType?: number;
  direction: Direction;
}

type MediaLine = SessionDescription['media'][number];
const directions: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
const codecs = { PCMU: 0, PCMA: 8 } as const;

function readSession(sdp: string): SessionDescription | undefined {
  try {
    return parse(sdp);
  } catch {
    return undefined;
  }
}

/** The audio line that we take: the first with a port, over plain RTP, with G.711 in it. */
function audioLine(session: SessionDescription): MediaLine | undefined {
  return session.media.find(
    (line) => line.type === 'audio' && line.port > 0 && line.port < 65_536 && /^RTP\/AVP$/i.test(line.protocol) && codecOf(line),
  );
}

const payloadsOf = (line: MediaLine): number[] =>
  String(line.payloads ?? '')
    .split(' ')
    .filter(Boolean)
    .map(Number);

/** The first of the two that the sender prefers; both have fixed payload types (RFC 3551). */
function codecOf(line: MediaLine): Sdp['codec'] | undefined {
  const payload = payloadsOf(line).find((one) => one === codecs.PCMU || one === codecs.PCMA);
  return payload === undefined ? undefined : payload === codecs.PCMU ? 'PCMU' : 'PCMA';
}

function directionOf(line: MediaLine, session: SessionDescription, host: string): Direction {
  const said = line.direction ?? (session as { direction?: string }).direction ?? 'sendrecv';
  const direction = directions.includes(said) ? (said as Direction) : 'sendrecv';
  // The old way to hold (RFC 3264, section 8.4): nobody may send to this address.
  if (host !== '0.0.0.0') return direction;
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
}

/** Reads an offer or answer. Undefined when it holds no G.711 audio that could be taken. */
export function readSdp(sdp: string): Sdp | undefined {
  const session = readSession(sdp);
  const line = session && audioLine(session);
  const codec = line && codecOf(line);
  const host = line?.connection?.ip ?? session?.connection?.ip;
  if (!session || !line || !codec || host === undefined || !/^[A-Za-z0-9.:_-]+$/.test(host)) return undefined;
  const digits = digitsOf(line);
  return {
    host,
    port: line.port,
    codec,
    ...(digits === undefined ? {} : { digitsPayloadType: digits }),
    direction: directionOf(line, session, host),
  };
}

function digitsOf(line: MediaLine): number | undefined {
  const offered = payloadsOf(line);
  const mapped = line.rtp.find(
    ({ codec, rate, payload }) => /^telephone-event$/i.test(codec) && (rate ?? 8000) === 8000 && offered.includes(payload),
  );
  return mapped && mapped.payload >= 0 && mapped.payload < 128 ? mapped.payload : undefined;
}

/** The direction of an answer to an offer with this one (RFC 3264, section 6.1), both as their own sender sees them. */
export function answerDirection(offered: Direction): Direction {
  if (offered === 'sendonly') return 'recvonly';
  return offered === 'recvonly' ? 'sendonly' : offered;
}

export interface SdpToWrite {
  host: string;
  port: number;
  /** Absent in an offer: both are offered. In an answer the one that was chosen. */
  codec?: Sdp['codec'];
  /** 101 in an offer unless told; in an answer absent means that the offer had none. */
  digitsPayloadType?: number;
  direction: Direction;
  sessionId: number;
  /** One more with each description of the same session. */
  version: number;
  /** The offer that this answers: every media line of it gets one in the answer, refused with port 0 unless it is ours (section 6). */
  offer?: string;
}

/** Writes an offer, or the answer to `offer`. */
export function writeSdp(sdp: SdpToWrite): string {
  const address = `IN ${sdp.host.includes(':') ? 'IP6' : 'IP4'} ${sdp.host}`;
  const head = ['v=0', `o=- ${sdp.sessionId} ${sdp.version} ${address}`, 's=-', `c=${address}`, 't=0 0'];
  const offer = sdp.offer === undefined ? undefined : readSession(sdp.offer);
  const ours = offer && audioLine(offer);
  const lines = offer && ours ? offer.media.flatMap((line) => (line === ours ? ourLine(sdp) : refusedLine(line))) : ourLine(sdp);
  return [...head, ...lines, ''].join('\r\n');
}

function ourLine(sdp: SdpToWrite): string[] {
  const chosen = sdp.codec === undefined ? (['PCMU', 'PCMA'] as const) : [sdp.codec];
  const digits = sdp.digitsPayloadType ?? (sdp.codec === undefined ? 101 : undefined);
  const payloads = [...chosen.map((codec) => codecs[codec]), ...(digits === undefined ? [] : [digits])];
  return [
    `m=audio ${sdp.port} RTP/AVP ${payloads.join(' ')}`,
    ...chosen.map((codec) => `a=rtpmap:${codecs[codec]} ${codec}/8000`),
    ...(digits === undefined ? [] : [`a=rtpmap:${digits} telephone-event/8000`, `a=fmtp:${digits} 0-15`]),
    'a=ptime:20',
    `a=${sdp.direction}`,
  ];
}

const refusedLine = (line: MediaLine): string[] => [`m=${line.type} 0 ${line.protocol} ${line.payloads ?? '0'}`];
