/** SIP messages: reading tolerates what RFC 4475 shows in the wild and never throws; writing is exact. */
import { Buffer } from 'node:buffer';
import { Headers, readAddress, readCseq, readVia, type Address, type Via } from './headers.ts';

export interface SipRequest {
  kind: 'request';
  method: string;
  uri: string;
  headers: Headers;
  body: string;
}
export interface SipResponse {
  kind: 'response';
  status: number;
  reason: string;
  headers: Headers;
  body: string;
}

/** What every message must carry (section 8.1.1), read. */
export interface Essentials {
  via: Via;
  from: Address;
  to: Address;
  callId: string;
  cseq: { number: number; method: string };
}
export type ReceivedRequest = SipRequest & { essentials: Essentials };
export type ReceivedResponse = SipResponse & { essentials: Essentials };

export type Read =
  | { kind: 'message'; message: ReceivedRequest | ReceivedResponse }
  /** `request` when there is enough of it to answer `status` to. */
  | { kind: 'malformed'; why: string; request?: SipRequest; status?: number }
  /** Line ends alone, as softphones send them to keep a translation of addresses open (RFC 5626). */
  | { kind: 'nothing' };

const malformed = (why: string): Read => ({ kind: 'malformed', why });
const token = "[A-Za-z0-9.!%*_+`'~-]+";
const requestLine = new RegExp(`^(${token}) (.+) SIP/(\\d+\\.\\d+)\\s*$`, 'i');
const statusLine = /^SIP\/2\.0 +([1-6]\d\d)(?: +(.*))?$/i;
const singles = ['from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards'];

/** Reads one datagram. */
export function readMessage(bytes: Buffer): Read {
  let start = 0;
  while (start < bytes.length && (bytes[start] === 13 || bytes[start] === 10)) start++;
  if (start === bytes.length) return { kind: 'nothing' };
  const end = bytes.indexOf('\r\n\r\n', start);
  if (end < 0) return malformed('no end of headers');
  const [first = '', ...lines] = bytes
    .toString('utf8', start, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = readHeaders(lines);
  const message = readStart(first, headers ?? new Headers());
  if (!message) return malformed('no start line of SIP');
  if (!headers) return malformed('a line that is no header');
  return complete(message.message, message.version, bytes.subarray(end + 4));
}

function readHeaders(lines: readonly string[]): Headers | undefined {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon <= 0 || !/^[A-Za-z0-9.!%*_+`'~-]+$/.test(name)) return undefined;
    headers.add(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function readStart(line: string, headers: Headers): { message: SipRequest | SipResponse; version: string } | undefined {
  const status = statusLine.exec(line);
  if (status)
    return { message: { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', headers, body: '' }, version: '2.0' };
  const request = requestLine.exec(line);
  if (!request?.[1] || !request[2]) return undefined;
  return { message: { kind: 'request', method: request[1], uri: request[2], headers, body: '' }, version: request[3] ?? '' };
}

function complete(message: SipRequest | SipResponse, version: string, rest: Buffer): Read {
  const { headers } = message;
  const essentials = readEssentials(headers);
  const answerable =
    message.kind === 'request' && readVia(headers.get('via') ?? '') !== undefined && singles.slice(0, 4).every((key) => headers.get(key));
  const refuse = (why: string, status = 400): Read => (answerable ? { kind: 'malformed', why, request: message, status } : malformed(why));
  if (version !== '2.0') return refuse('another version of SIP', 505);
  if (!essentials) return refuse('a mandatory header is missing or malformed');
  if (singles.some((key) => headers.all(key).length > 1)) return refuse('a header stands twice');
  if (message.kind === 'request' && essentials.cseq.method !== message.method) return refuse('CSeq names another method');
  if (message.kind === 'request' && /[\s<>]/.test(message.uri)) return refuse('malformed Request-URI');
  if (!/^\d{1,5}$/.test(headers.get('max-forwards') ?? '70') || Number(headers.get('max-forwards') ?? 70) > 255)
    return refuse('malformed Max-Forwards');
  const length = headers.get('content-length');
  if (length !== undefined && (!/^\d{1,9}$/.test(length) || Number(length) > rest.length)) return refuse('malformed Content-Length');
  const body = (length === undefined ? rest : rest.subarray(0, Number(length))).toString('utf8');
  return { kind: 'message', message: { ...message, body, essentials } };
}

function readEssentials(headers: Headers): Essentials | undefined {
  const via = readVia(headers.get('via') ?? '');
  const from = readAddress(headers.get('from') ?? '');
  const to = readAddress(headers.get('to') ?? '');
  const callId = headers.get('call-id');
  const cseq = readCseq(headers.get('cseq') ?? '');
  return via && from && to && callId && cseq ? { via, from, to, callId, cseq } : undefined;
}

/** Bytes of a message, Content-Length counted. */
export function writeMessage(message: SipRequest | SipResponse): Buffer {
  const first = message.kind === 'request' ? `${message.method} ${message.uri} SIP/2.0` : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = [first];
  for (const { name, value } of message.headers) if (name.toLowerCase() !== 'content-length') lines.push(`${name}: ${value}`);
  lines.push(`Content-Length: ${Buffer.byteLength(message.body)}`, '', message.body);
  return Buffer.from(lines.join('\r\n'));
}
