import { randomBytes } from 'node:crypto';
import { Headers, readAddress } from './headers.ts';
import type { SipRequest, SipResponse } from './message.ts';

const reasons: Readonly<Record<number, string>> = {
  100: 'Trying', 180: 'Ringing', 183: 'Session Progress', 200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found',
  405: 'Method Not Allowed', 408: 'Request Timeout', 415: 'Unsupported Media Type', 416: 'Unsupported URI Scheme', 420: 'Bad Extension', 423: 'Interval Too Brief',
  480: 'Temporarily Unavailable', 481: 'Call/Transaction Does Not Exist', 482: 'Loop Detected', 486: 'Busy Here',
  487: 'Request Terminated', 488: 'Not Acceptable Here', 491: 'Request Pending', 500: 'Server Internal Error', 501: 'Not Implemented',
  503: 'Service Unavailable', 504: 'Server Time-out', 505: 'Version Not Supported', 600: 'Busy Everywhere', 603: 'Decline',
}; // prettier-ignore

/** Unguessable, as section 19.3 asks of tags and section 8.1.1.4 of Call-IDs. */
export const newTag = (): string => randomBytes(8).toString('hex');
/** With the cookie of section 8.1.1.7. */
export const newBranch = (): string => `z9hG4bK${randomBytes(10).toString('hex')}`;

export interface ResponseExtras {
  /** Our tag, for answers other than 100 to a request without one. */
  toTag?: string;
  /** A list stands for as many headers of that name. */
  headers?: Readonly<Record<string, string | readonly string[]>>;
  body?: { type: string; text: string };
}

/** An answer to `request` by section 8.2.6: Via, From, To, Call-ID and CSeq are the request's. */
export function responseTo(request: SipRequest, status: number, extras: ResponseExtras = {}): SipResponse {
  const headers = new Headers();
  for (const via of request.headers.all('via')) headers.add('Via', via);
  if (status > 100 && status < 300) for (const route of request.headers.all('record-route')) headers.add('Record-Route', route);
  const to = request.headers.get('to') ?? '';
  const tagged = status === 100 || extras.toTag === undefined || readAddress(to)?.parameters.has('tag');
  headers
    .add('From', request.headers.get('from') ?? '')
    .add('To', tagged ? to : `${to};tag=${extras.toTag}`)
    .add('Call-ID', request.headers.get('call-id') ?? '')
    .add('CSeq', request.headers.get('cseq') ?? '');
  for (const [name, values] of Object.entries(extras.headers ?? {})) for (const value of [values].flat()) headers.add(name, value);
  if (extras.body) headers.add('Content-Type', extras.body.type);
  return { kind: 'response', status, reason: reasons[status] ?? 'Unknown', headers, body: extras.body?.text ?? '' };
}
