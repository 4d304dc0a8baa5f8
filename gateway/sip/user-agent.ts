/** The user agent core (RFC 3261, sections 8 and 11): decides what becomes of a request and keeps the calls. */
import { Accounts, type SipAccount } from './accounts.ts';
import { allow, sdpType, offerIn, type Call, type CallRim } from './call.ts';
import type { Contact, SipCall, SipServer } from './contract.ts';
import { isAddress, InboundCall } from './inbound-call.ts';
import type { ReceivedRequest } from './message.ts';
import { OutboundCall, type DialTarget } from './outbound-call.ts';
import { Registrar, shortestSeconds } from './registrar.ts';
import { newTag, responseTo, type ResponseExtras } from './responses.ts';
import type { ServerTransaction } from './server-transaction.ts';
import type { Timers } from './timers.ts';
import { Transactions } from './transactions.ts';
import type { Log, Transport } from './transport.ts';
import { hostInUri, readUri, type Peer } from './uri.ts';

export interface UserAgentSettings {
  transport: Transport;
  timers: Timers;
  /** Address for Via and Contact. */
  host: string;
  name: string;
  log: Log;
  accounts?: readonly SipAccount[];
  realm?: string;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Methods that exist but that we don't take: 405. A method that nobody knows gets 501. */
const refusedMethods = new Set(['REGISTER', 'SUBSCRIBE', 'NOTIFY', 'PUBLISH', 'MESSAGE', 'REFER', 'PRACK']);
const takenMethods = new Set(allow.split(', '));

export class UserAgent implements Omit<SipServer, 'close'> {
  onCall: (call: SipCall) => void = (call) => call.reject(503);
  readonly #settings: UserAgentSettings;
  readonly #transactions: Transactions;
  readonly #accounts: Accounts;
  readonly #registrar: Registrar;
  readonly #calls = new Map<string, Call>();
  #whenIdle: () => void = () => undefined;

  constructor(settings: UserAgentSettings) {
    const now = settings.now ?? Date.now;
    this.#settings = settings;
    this.#accounts = new Accounts(settings.accounts ?? [], settings.realm ?? 'linehall', now);
    this.#registrar = new Registrar(now);
    this.#transactions = new Transactions(settings, {
      request: (transaction, source) => this.#request(transaction, source),
      cancelled: (invite) => this.#cancelled(invite),
      acknowledged: (ack) => this.#callOf(ack)?.acknowledged(ack),
    });
  }

  get address(): Peer {
    return this.#settings.transport.address;
  }

  dial(target: DialTarget): SipCall {
    const call = new OutboundCall(newTag(), target, this.#settings.host, this.#rim());
    this.#keep(call);
    call.start();
    return call;
  }

  contacts(user: string): Contact[] {
    return this.#registrar.contacts(user);
  }

  counts(): { calls: number; transactions: number } {
    return { calls: this.#calls.size, transactions: this.#transactions.count };
  }

  /** Hangs everything up. Resolves when each far side has confirmed; a caller that can't wait races it. */
  hangUpAll(): Promise<void> {
    for (const call of this.#calls.values()) call.hangUp(503);
    if (this.#calls.size === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#whenIdle = resolve));
  }

  #rim(): CallRim {
    const { timers, log, host } = this.#settings;
    return {
      timers,
      log,
      transactions: this.#transactions,
      contact: `<sip:${hostInUri(host)}:${this.address.port}>`,
      forget: (call) => {
        this.#calls.delete(keyOf(call.dialog.callId, call.dialog.localTag));
        if (this.#calls.size === 0) this.#whenIdle();
      },
    };
  }

  #keep(call: Call): void {
    this.#calls.set(keyOf(call.dialog.callId, call.dialog.localTag), call);
  }

  /** The call whose dialog a request names, both tags right (section 12.2.2). */
  #callOf(request: ReceivedRequest): Call | undefined {
    const { callId, to, from } = request.essentials;
    const call = this.#calls.get(keyOf(callId, to.parameters.get('tag') ?? ''));
    return call?.dialog.remoteTag === (from.parameters.get('tag') ?? '') ? call : undefined;
  }

  #request(transaction: ServerTransaction, source: Peer): void {
    const { request } = transaction;
    const registers = request.method === 'REGISTER' && this.#accounts.any;
    const refusal = refusalOf(request, registers);
    if (refusal) return answer(transaction, refusal.status, refusal.extras);
    if (request.essentials.to.parameters.has('tag')) {
      const call = this.#callOf(request);
      return call ? call.receive(transaction) : answer(transaction, 481);
    }
    if (registers) return this.#registered(transaction, source);
    if (request.method === 'INVITE') return this.#invited(transaction, source);
    if (request.method === 'OPTIONS') return answer(transaction, 200, abilities);
    answer(transaction, 481);
  }

  #invited(transaction: ServerTransaction, source: Peer): void {
    const { request } = transaction;
    if (offerIn(request) === undefined) return answer(transaction, 415, { headers: { Accept: sdpType } });
    // Section 8.1.1.8: exactly one Contact, or nothing could be asked within the dialog.
    if (!isAddress(request.headers.get('contact') ?? '')) return answer(transaction, 400);
    const account = this.#accounts.find(readUri(request.essentials.from.uri)?.user);
    if (account && !this.#isProven(transaction, account)) return;
    const call = new InboundCall(newTag(), transaction, source, this.#rim(), account?.number);
    this.#keep(call);
    try {
      this.onCall(call);
    } catch (fault) {
      this.#settings.log('SIP: a call could not be taken', { fault: fault instanceof Error ? fault.stack : String(fault) });
      call.hangUp(500);
    }
  }

  /** Section 10.3. The account is the one of To; a third party may not register for it. */
  #registered(transaction: ServerTransaction, source: Peer): void {
    const { request } = transaction;
    const account = this.#accounts.find(readUri(request.essentials.to.uri)?.user);
    if (!this.#isProven(transaction, account) || !account) return;
    const done = this.#registrar.register(account.user, request, source);
    if (done.status === 423) return answer(transaction, 423, { headers: { 'Min-Expires': String(shortestSeconds) } });
    answer(transaction, done.status, done.status === 200 ? { headers: { Contact: done.contacts } } : {});
  }

  /** Whether a request comes from that account; if not it is answered: with a challenge, or a refusal. */
  #isProven(transaction: ServerTransaction, account: SipAccount | undefined): boolean {
    const verdict = this.#accounts.judge(transaction.request, account);
    if (verdict.kind === 'proven') return true;
    if (verdict.kind === 'wrong') {
      this.#settings.log(`SIP: a ${transaction.request.method} came with a wrong password`);
      answer(transaction, 403);
    } else answer(transaction, 401, { headers: { 'WWW-Authenticate': this.#accounts.challenges(account, verdict.stale) } });
    return false;
  }

  #cancelled(invite: ServerTransaction): void {
    const { callId, to } = invite.request.essentials;
    for (const call of this.#calls.values()) {
      const { dialog } = call;
      const within = to.parameters.get('tag') === dialog.localTag;
      const first = !to.parameters.has('tag') && call instanceof InboundCall && call.began(invite);
      if (dialog.callId === callId && (within || first)) return call.cancelled(invite);
    }
  }
}

const keyOf = (callId: string, localTag: string): string => `${callId} ${localTag}`;
const abilities: ResponseExtras = { headers: { Accept: sdpType, 'Accept-Encoding': 'identity', 'Accept-Language': 'en' } };

function answer(transaction: ServerTransaction, status: number, extras: ResponseExtras = {}): void {
  const headers = { Allow: allow, ...extras.headers };
  transaction.respond(responseTo(transaction.request, status, { toTag: newTag(), ...extras, headers }));
}

/** What speaks against a request before anybody looks at what it wants, in the order of section 8.2. */
function refusalOf(request: ReceivedRequest, registers: boolean): { status: number; extras?: ResponseExtras } | undefined {
  if (!takenMethods.has(request.method) && !registers) return { status: refusedMethods.has(request.method) ? 405 : 501 };
  const uri = readUri(request.uri);
  if (!uri) return { status: /^(sip|tel):/i.test(request.uri) ? 400 : 416 };
  // `sips` promises TLS on the whole way, which UDP can't keep.
  if (uri.scheme === 'sips') return { status: 416 };
  const required = request.headers.all('require');
  if (required.length > 0) return { status: 420, extras: { headers: { Unsupported: required.join(', ') } } };
  return undefined;
}
