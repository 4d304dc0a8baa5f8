import { Call, sdpType, type CallRim } from './call.ts';
import { dialogOfRequest } from './dialog.ts';
import { readAddress, type Headers } from './headers.ts';
import type { ReceivedRequest } from './message.ts';
import { newTag } from './responses.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { readUri, type Peer } from './uri.ts';

/** A call that somebody makes to us: its INVITE has had 100 Trying. */
export class InboundCall extends Call {
  readonly direction = 'inbound';
  readonly from: string | undefined;
  readonly to: string;
  readonly host: string;
  readonly headers: Record<string, string>;
  readonly #invite: ServerTransaction;

  /** `provenFrom`: the number of the account that the caller has proven to be. */
  constructor(id: string, invite: ServerTransaction, source: Peer, rim: CallRim, provenFrom?: string) {
    super(id, dialogOfRequest(invite.request, newTag(), source), rim);
    this.#invite = invite;
    const from = callerOf(invite.request);
    this.from = from === undefined ? undefined : (provenFrom ?? from);
    this.to = calledOf(invite.request);
    this.host = readUri(invite.request.uri)?.host ?? '';
    this.headers = tellingHeaders(invite.request.headers);
    this.remoteSdp = invite.request.body;
  }

  /** Whether this INVITE is the one that began the call. */
  began(invite: ServerTransaction): boolean {
    return invite === this.#invite;
  }

  ring(): void {
    if (this.state !== 'incoming') return;
    this.state = 'ringing';
    this.respond(this.#invite, 180, { headers: { Contact: this.rim.contact } });
  }

  answer(sdp: string): void {
    if (this.state !== 'incoming' && this.state !== 'ringing') return;
    this.state = 'answered';
    this.accept(this.#invite, sdp, { awaitsAnswer: this.#invite.request.body === '', first: true });
  }

  reject(status: number): void {
    if (this.state !== 'incoming' && this.state !== 'ringing') return;
    this.respond(this.#invite, status, status === 415 ? { headers: { Accept: sdpType } } : {});
    this.finish({ by: 'us' });
    this.rim.forget(this);
  }

  hangUp(status = 480): void {
    if (this.state === 'ended') return;
    if (this.state !== 'answered') return this.reject(status);
    this.bye();
    this.finish({ by: 'us' });
  }

  cancelled(invite: ServerTransaction): void {
    this.respond(invite, 487);
    if (invite !== this.#invite) return;
    this.finish({ by: 'far', status: 487 });
    this.rim.forget(this);
  }

  /** Section 15.1.2: a pending INVITE is answered with 487. */
  protected farBye(): void {
    if (this.#invite.open) this.respond(this.#invite, 487);
  }
}

/** The caller's user part; undefined when it is withheld (RFC 3323, RFC 3325, RFC 5767) or is none. */
function callerOf({ headers, essentials }: ReceivedRequest): string | undefined {
  const privacy = headers
    .all('privacy')
    .join(';')
    .toLowerCase()
    .split(/[;,\s]+/);
  if (privacy.includes('id') || privacy.includes('user')) return undefined;
  const uri = readUri(essentials.from.uri);
  if (uri?.user === undefined || uri.user.toLowerCase() === 'anonymous' || uri.host.toLowerCase() === 'anonymous.invalid') return undefined;
  return uri.user;
}

/** Whom the call is for: the Request-URI's user part, which proxies keep right; To only when it has none. */
function calledOf({ uri, essentials }: ReceivedRequest): string {
  return readUri(uri)?.user ?? readUri(essentials.to.uri)?.user ?? '';
}

/** The headers that an application may see. A name that comes twice is joined with commas. */
function tellingHeaders(headers: Headers): Record<string, string> {
  const telling: Record<string, string> = {};
  for (const { name, value } of headers) {
    if (!/^(x-.+|user-to-user|diversion)$/i.test(name) || name === '__proto__') continue;
    telling[name] = name in telling ? `${telling[name]}, ${value}` : value;
  }
  return telling;
}

/** Whether the text is an address with a URI that we can read. */
export const isAddress = (text: string): boolean => readUri(readAddress(text)?.uri ?? '') !== undefined;
