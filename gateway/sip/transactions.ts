/** Matches what arrives to the transactions that live (RFC 3261, section 17.1.3 and 17.2.3) and sends by section 18. */
import type { Buffer } from 'node:buffer';
import { cancelOf, ClientTransaction, type ClientUser } from './client-transaction.ts';
import { writeVia, type Via } from './headers.ts';
import { readMessage, writeMessage, type ReceivedRequest, type ReceivedResponse, type SipRequest, type SipResponse } from './message.ts';
import { newBranch, newTag, responseTo } from './responses.ts';
import { ServerTransaction } from './server-transaction.ts';
import type { Timers } from './timers.ts';
import type { Log, Transport } from './transport.ts';
import { hostInUri, type Peer } from './uri.ts';

export interface TransactionUser {
  /** A new request, any method but ACK and CANCEL of a transaction that is known. */
  request(transaction: ServerTransaction, source: Peer): void;
  /** A CANCEL came for this INVITE, which has had no final answer; it is answered already. */
  cancelled(invite: ServerTransaction): void;
  /** The ACK of a 2xx. */
  acknowledged(ack: ReceivedRequest): void;
}

export interface TransactionSettings {
  transport: Transport;
  timers: Timers;
  /** Address for Via. */
  host: string;
  name: string;
  log: Log;
}

export class Transactions {
  readonly #settings: TransactionSettings;
  readonly #user: TransactionUser;
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();
  /** Requests without a To tag, by what merged copies share (section 8.2.2.2). */
  readonly #unmerged = new Map<string, string>();

  constructor(settings: TransactionSettings, user: TransactionUser) {
    this.#settings = settings;
    this.#user = user;
    settings.transport.onDatagram = (bytes, source) => this.#arrived(bytes, source);
  }

  get count(): number {
    return this.#clients.size + this.#servers.size;
  }

  /** Sends `request` in a transaction of its own. */
  start(request: SipRequest, to: Peer, user: ClientUser): ClientTransaction {
    const branch = newBranch();
    request.headers.addFirst('Via', this.#via(branch));
    return this.#startAs(clientKey(branch, request.method), request, to, user);
  }

  /** Sends the CANCEL of an INVITE, which shares its branch. */
  cancel(invite: SipRequest, to: Peer, user: ClientUser): ClientTransaction {
    const request = cancelOf(invite);
    const branch = /;branch=([^;]+)/.exec(invite.headers.get('via') ?? '')?.[1] ?? '';
    return this.#startAs(clientKey(branch, 'CANCEL'), request, to, user);
  }

  /** Sends an ACK of a 2xx, which belongs to no transaction. */
  sendAck(ack: SipRequest, to: Peer): void {
    if (ack.headers.get('via') === undefined) ack.headers.addFirst('Via', this.#via(newBranch()));
    this.#sendRequest(ack, to);
  }

  #startAs(key: string, request: SipRequest, to: Peer, user: ClientUser): ClientTransaction {
    const { timers } = this.#settings;
    const send = (one: SipRequest): void => this.#sendRequest(one, to);
    const transaction = new ClientTransaction(request, { timers, send, over: () => this.#clients.delete(key) }, user);
    this.#clients.set(key, transaction);
    return transaction;
  }

  #via(branch: string): string {
    const { host, transport } = this.#settings;
    return `SIP/2.0/UDP ${hostInUri(host)}:${transport.address.port};branch=${branch};rport`;
  }

  #sendRequest(request: SipRequest, to: Peer): void {
    if (request.headers.get('user-agent') === undefined) request.headers.add('User-Agent', this.#settings.name);
    this.#settings.transport.send(writeMessage(request), to);
  }

  #sendResponse(response: SipResponse, via: Via, source: Peer): void {
    if (response.headers.get('server') === undefined) response.headers.add('Server', this.#settings.name);
    this.#settings.transport.send(writeMessage(response), responsePeer(via, source));
  }

  #arrived(bytes: Buffer, source: Peer): void {
    try {
      this.#read(bytes, source);
    } catch (fault) {
      // A fault of ours with one message must not end the other calls.
      this.#settings.log('SIP: a message could not be handled', { fault: fault instanceof Error ? fault.stack : String(fault) });
    }
  }

  #read(bytes: Buffer, source: Peer): void {
    const read = readMessage(bytes);
    if (read.kind === 'message') {
      if (read.message.kind === 'response') this.#response(read.message);
      else this.#request(read.message, source);
    } else if (read.kind === 'malformed') {
      this.#settings.log('SIP: malformed message', { why: read.why });
      // To where it came from, since nothing in it is to be trusted.
      if (read.request && read.request.method !== 'ACK') {
        const response = responseTo(read.request, read.status ?? 400, { toTag: newTag() });
        this.#settings.transport.send(writeMessage(response), source);
      }
    }
  }

  #response(response: ReceivedResponse): void {
    const { via, cseq } = response.essentials;
    this.#clients.get(clientKey(via.parameters.get('branch') ?? '', cseq.method))?.receive(response);
  }

  #request(request: ReceivedRequest, source: Peer): void {
    markSource(request, source);
    const key = serverKey(request);
    const known = this.#servers.get(key);
    if (known) known.receive(request);
    else if (request.method === 'ACK') this.#user.acknowledged(request);
    else this.#begin(key, request, source);
  }

  #begin(key: string, request: ReceivedRequest, source: Peer): void {
    const { via, from, to, callId, cseq } = request.essentials;
    const shared = to.parameters.has('tag') ? undefined : [callId, from.parameters.get('tag'), cseq.number, cseq.method].join(' ');
    const merged = shared !== undefined && request.method !== 'CANCEL' && this.#unmerged.has(shared);
    if (shared !== undefined && !merged) this.#unmerged.set(shared, key);
    const over = (): void => {
      this.#servers.delete(key);
      if (shared !== undefined && this.#unmerged.get(shared) === key) this.#unmerged.delete(shared);
    };
    const send = (response: SipResponse): void => this.#sendResponse(response, via, source);
    const transaction = new ServerTransaction(request, { timers: this.#settings.timers, send, over });
    this.#servers.set(key, transaction);
    if (merged) transaction.respond(responseTo(request, 482, { toTag: newTag() }));
    else if (request.method === 'CANCEL') this.#cancel(transaction);
    else this.#user.request(transaction, source);
  }

  #cancel(transaction: ServerTransaction): void {
    const invite = this.#servers.get(serverKey(transaction.request, 'INVITE'));
    transaction.respond(responseTo(transaction.request, invite ? 200 : 481, { toTag: newTag() }));
    if (invite?.open) this.#user.cancelled(invite);
  }
}

const clientKey = (branch: string, method: string): string => `${branch} ${method}`;

/** Section 17.2.3. Without the cookie of RFC 3261 the fields of RFC 2543 decide. An ACK belongs to its INVITE. */
function serverKey(request: ReceivedRequest, method = request.method === 'ACK' ? 'INVITE' : request.method): string {
  const { via, from, callId, cseq } = request.essentials;
  const branch = via.parameters.get('branch');
  if (branch?.toLowerCase().startsWith('z9hg4bk')) return `${branch} ${via.host.toLowerCase()}:${via.port ?? 5060} ${method}`;
  return [request.uri, from.parameters.get('tag'), callId, cseq.number, via.host, via.port, branch, method].join(' ');
}

/** Section 18.2.1 and RFC 3581: notes in the top Via where the request came from. */
function markSource(request: ReceivedRequest, source: Peer): void {
  const { via } = request.essentials;
  const parameters = new Map(via.parameters);
  const asked = parameters.has('rport');
  if (asked) parameters.set('rport', String(source.port));
  if (asked || via.host.replace(/^\[|\]$/g, '') !== source.host) parameters.set('received', source.host);
  request.headers.set('Via', writeVia({ ...via, parameters }));
}

/**
 * Section 18.2.2 and RFC 3581: back to the source's address, at its port when it asked for that. `maddr` is not followed: it would
 * let a stranger make us send to anybody.
 */
const responsePeer = (via: Via, source: Peer): Peer =>
  via.parameters.has('rport') ? source : { host: source.host, port: via.port ?? 5060 };
