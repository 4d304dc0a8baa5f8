/** A dialog's state (RFC 3261, section 12) and the requests that are sent within it. */
import { Headers, readAddress } from './headers.ts';
import type { ReceivedRequest, ReceivedResponse, SipRequest } from './message.ts';
import { peerOf, readUri, type Peer } from './uri.ts';

export interface Dialog {
  callId: string;
  localTag: string;
  /** Empty until the far side has given one. */
  remoteTag: string;
  /** Values of From and To in requests that we send, tags included. */
  local: string;
  remote: string;
  /** The far side's Contact. */
  target: string;
  routes: readonly string[];
  localNumber: number;
  remoteNumber: number | undefined;
  /** Where the far side really is, when that isn't where it says: behind a translation of addresses. */
  behind?: Peer;
}

/** Who sent an INVITE that we take, section 12.1.1. */
export function dialogOfRequest(invite: ReceivedRequest, localTag: string, source: Peer): Dialog {
  const { via, from, callId, cseq } = invite.essentials;
  const translated = via.host.replace(/^\[|\]$/g, '') !== source.host && /^[\d.]+$|:/.test(via.host);
  return {
    callId,
    localTag,
    remoteTag: from.parameters.get('tag') ?? '',
    local: `${invite.headers.get('to') ?? ''};tag=${localTag}`,
    remote: invite.headers.get('from') ?? '',
    target: contactOf(invite.headers) ?? from.uri,
    routes: invite.headers.all('record-route'),
    localNumber: 0,
    remoteNumber: cseq.number,
    ...(translated ? { behind: source } : {}),
  };
}

/** Completes the caller's dialog from an answer, section 12.1.2: record routes in reverse. */
export function joinDialog(dialog: Dialog, response: ReceivedResponse): Dialog {
  const contact = contactOf(response.headers);
  return {
    ...dialog,
    remoteTag: response.essentials.to.parameters.get('tag') ?? '',
    remote: response.headers.get('to') ?? dialog.remote,
    target: contact ?? dialog.target,
    routes: response.headers.all('record-route').reverse(),
  };
}

/** The URI of Contact; undefined when there is none that could be asked. */
export function contactOf(headers: Headers): string | undefined {
  const uri = readAddress(headers.get('contact') ?? '')?.uri;
  return uri !== undefined && readUri(uri) !== undefined ? uri : undefined;
}

/** A request within the dialog, Via left to the transaction. `number` differs from the next one for an ACK only. */
export function requestWithin(dialog: Dialog, method: string, number: number): SipRequest {
  const { uri, routes } = addressed(dialog);
  const headers = new Headers()
    .add('Max-Forwards', '70')
    .add('From', dialog.local)
    .add('To', dialog.remote)
    .add('Call-ID', dialog.callId)
    .add('CSeq', `${number} ${method}`);
  for (const route of routes) headers.add('Route', route);
  return { kind: 'request', method, uri, headers, body: '' };
}

/** Section 12.2.1.1: a first route without `lr` is a strict router, which wants to be the Request-URI itself. */
function addressed(dialog: Dialog): { uri: string; routes: readonly string[] } {
  const first = readAddress(dialog.routes[0] ?? '')?.uri;
  if (first === undefined || (readUri(first)?.parameters.has('lr') ?? true)) return { uri: dialog.target, routes: dialog.routes };
  return { uri: first, routes: [...dialog.routes.slice(1), `<${dialog.target}>`] };
}

/** Where a request within the dialog goes: the first route, else the source seen, else the far side's Contact. */
export function peerWithin(dialog: Dialog): Peer | undefined {
  const route = readAddress(dialog.routes[0] ?? '')?.uri;
  if (route === undefined && dialog.behind) return dialog.behind;
  const uri = readUri(route ?? dialog.target);
  return uri && peerOf(uri);
}
