/** What both directions of a call share: everything that happens within the dialog. */
import type { SipCall, SipCallListener, SipEnd } from './contract.ts';
import { contactOf, peerWithin, requestWithin, type Dialog } from './dialog.ts';
import type { ReceivedRequest } from './message.ts';
import { responseTo, type ResponseExtras } from './responses.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { patience, repeatDoubling, t1, t2, type Timers } from './timers.ts';
import type { Transactions } from './transactions.ts';
import type { Log } from './transport.ts';

/** What a call needs of the user agent that it belongs to. */
export interface CallRim {
  timers: Timers;
  transactions: Transactions;
  /** Value of our Contact. */
  contact: string;
  log: Log;
  /** The call's dialog is over: requests for it get 481. */
  forget(call: Call): void;
}

/** Methods that we take, for Allow. */
export const allow = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE';
export const sdpType = 'application/sdp';
/** Section 14.2: a number of seconds up to ten, chosen at random there; the far side's retries needn't be spread here. */
const retryAfter = { headers: { 'Retry-After': '1' } };

/** Whether the body is SDP, absent, or something that we can't read. */
export function offerIn(request: ReceivedRequest): string | undefined {
  if (request.body === '') return '';
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return (type === undefined || type === sdpType) && request.headers.get('content-encoding') === undefined ? request.body : undefined;
}

export abstract class Call implements SipCall {
  readonly id: string;
  abstract readonly direction: 'inbound' | 'outbound';
  abstract readonly from: string | undefined;
  abstract readonly to: string;
  abstract readonly host: string;
  abstract readonly headers: Record<string, string>;
  listener: SipCallListener = {};
  remoteSdp = '';
  state: SipCall['state'] = 'incoming';
  dialog: Dialog;
  protected readonly rim: CallRim;
  protected localSdp = '';
  /** 2xx of INVITEs that wait for their ACK, by number. */
  readonly #unacknowledged = new Map<number, { stop(): void; awaitsAnswer: boolean; first: boolean }>();
  #negotiating = false;
  #byeDue = false;
  #probing: Promise<boolean> | undefined;

  constructor(id: string, dialog: Dialog, rim: CallRim) {
    this.id = id;
    this.dialog = dialog;
    this.rim = rim;
  }

  abstract ring(): void;
  abstract answer(sdp: string): void;
  abstract reject(status: number): void;
  abstract hangUp(status?: number): void;
  /** A CANCEL came for an INVITE of this call. */
  abstract cancelled(invite: ServerTransaction): void;

  /** One question at a time: who asks meanwhile gets the same answer. */
  probe(): Promise<boolean> {
    if (this.state !== 'answered') return Promise.resolve(this.state !== 'ended');
    return (this.#probing ??= this.#askOptions().finally(() => (this.#probing = undefined)));
  }

  /** A request within the dialog. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { number } = request.essentials.cseq;
    // Section 12.2.2: out of order.
    if (this.dialog.remoteNumber !== undefined && number < this.dialog.remoteNumber) return this.respond(transaction, 500);
    this.dialog = { ...this.dialog, remoteNumber: number };
    if (request.method === 'BYE') return this.#bye(transaction);
    if (this.state === 'ended') return this.respond(transaction, 481);
    if (request.method === 'INVITE' || request.method === 'UPDATE') return this.#change(transaction);
    if (request.method === 'INFO') {
      this.respond(transaction, 200);
      return this.tell((listener) => listener.info?.(request.headers.get('content-type') ?? '', request.body));
    }
    if (request.method === 'OPTIONS') return this.respond(transaction, 200, { headers: { Accept: sdpType } });
    return this.respond(transaction, 405);
  }

  /** The ACK of a 2xx of ours. Repeated ones find nothing left to do. */
  acknowledged(ack: ReceivedRequest): void {
    const waiting = this.#unacknowledged.get(ack.essentials.cseq.number);
    if (!waiting) return;
    waiting.stop();
    this.#unacknowledged.delete(ack.essentials.cseq.number);
    if (this.#byeDue) return this.sendBye();
    if (this.state === 'ended') return;
    const answer = waiting.awaitsAnswer ? (offerIn(ack) ?? '') : undefined;
    if (answer !== undefined) this.remoteSdp = answer;
    if (waiting.first) this.tell((listener) => listener.answered?.(answer));
    else if (answer) void this.#offered(answer);
  }

  protected respond(transaction: ServerTransaction, status: number, extras: ResponseExtras = {}): void {
    const headers = { Allow: allow, ...extras.headers };
    transaction.respond(responseTo(transaction.request, status, { toTag: this.dialog.localTag, ...extras, headers }));
  }

  /** Answers an INVITE with a 2xx and repeats it until its ACK comes; without one the call ends (section 13.3.1.4). */
  protected accept(invite: ServerTransaction, sdp: string, kind: { awaitsAnswer: boolean; first: boolean }): void {
    this.localSdp = sdp;
    this.respond(invite, 200, { headers: { Contact: this.rim.contact }, body: { type: sdpType, text: sdp } });
    const { timers } = this.rim;
    const stopRepeating = repeatDoubling(timers, t1, t2, () => invite.repeat());
    const { number } = invite.request.essentials.cseq;
    const stopWaiting = timers.after(patience, () => {
      stopRepeating();
      this.#unacknowledged.delete(number);
      this.sendBye();
      this.finish({ by: 'failure', why: 'the answer was never acknowledged' });
    });
    const stop = (): void => {
      stopRepeating();
      stopWaiting();
    };
    this.#unacknowledged.set(number, { ...kind, stop });
  }

  /** BYE, but not before the ACK of our 2xx (section 15). */
  protected bye(): void {
    if ([...this.#unacknowledged.values()].some((waiting) => waiting.first)) this.#byeDue = true;
    else this.sendBye();
  }

  protected sendBye(): void {
    this.#byeDue = false;
    const forget = (): void => this.rim.forget(this);
    this.#request('BYE', forget);
  }

  /** Ends the call for its listener, once. */
  protected finish(end: SipEnd): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    if (!this.#byeDue) this.#stopRepeating();
    this.tell((listener) => listener.ended?.(end));
  }

  /** A listener's fault is its own: the dialog goes on. */
  protected tell(say: (listener: SipCallListener) => void): void {
    try {
      say(this.listener);
    } catch (fault) {
      this.rim.log('SIP: a listener of a call failed', { fault: fault instanceof Error ? fault.stack : String(fault) });
    }
  }

  /** Sends a request within the dialog; `done` gets the status of the final answer, 408 when none came, 480 when it can't be sent. */
  #request(method: 'BYE' | 'OPTIONS', done: (status: number) => void): void {
    const to = peerWithin(this.dialog);
    if (!to) return done(480);
    this.dialog = { ...this.dialog, localNumber: this.dialog.localNumber + 1 };
    this.rim.transactions.start(requestWithin(this.dialog, method, this.dialog.localNumber), to, {
      response: ({ status }) => void (status >= 200 && done(status)),
      failed: () => done(408),
    });
  }

  async #askOptions(): Promise<boolean> {
    const status = await new Promise<number>((resolve) => this.#request('OPTIONS', resolve));
    return status !== 408 && status !== 481;
  }

  #stopRepeating(): void {
    for (const waiting of this.#unacknowledged.values()) waiting.stop();
    this.#unacknowledged.clear();
  }

  #bye(transaction: ServerTransaction): void {
    this.respond(transaction, 200);
    this.#byeDue = false;
    this.#stopRepeating();
    this.farBye();
    this.finish({ by: 'far' });
    this.rim.forget(this);
  }
  /** What a BYE before the call was answered leaves to do. */
  protected abstract farBye(): void;

  /** Re-INVITE (section 14.2) and UPDATE (RFC 3311, section 5.2). */
  #change(transaction: ServerTransaction): void {
    const { request } = transaction;
    const offer = offerIn(request);
    if (this.state !== 'answered') {
      // Our own INVITE is still open: glare. Else theirs is, and the answer to its offer comes first.
      if (request.method === 'UPDATE' && request.body === '') return this.respond(transaction, 200, this.#contact());
      return this.direction === 'outbound' ? this.respond(transaction, 491) : this.respond(transaction, 500, retryAfter);
    }
    if ([...this.#unacknowledged.values()].some((waiting) => waiting.awaitsAnswer)) return this.respond(transaction, 491);
    if (this.#negotiating) return this.respond(transaction, 500, retryAfter);
    if (offer === undefined) return this.respond(transaction, 415, { headers: { Accept: sdpType } });
    this.dialog = { ...this.dialog, target: contactOf(request.headers) ?? this.dialog.target };
    if (offer === '') this.#agree(transaction, this.localSdp, true);
    else void this.#negotiate(transaction, offer);
  }

  async #negotiate(transaction: ServerTransaction, offer: string): Promise<void> {
    this.#negotiating = true;
    const answer = await this.#offered(offer);
    this.#negotiating = false;
    if (this.hasEnded()) return this.respond(transaction, 487);
    if (answer === undefined) return this.respond(transaction, 488);
    this.remoteSdp = offer;
    this.#agree(transaction, answer, false);
  }

  #agree(transaction: ServerTransaction, sdp: string, awaitsAnswer: boolean): void {
    if (!transaction.open) return;
    if (transaction.request.method === 'INVITE') return this.accept(transaction, sdp, { awaitsAnswer, first: false });
    if (awaitsAnswer) return this.respond(transaction, 200, this.#contact());
    this.localSdp = sdp;
    this.respond(transaction, 200, { ...this.#contact(), body: { type: sdpType, text: sdp } });
  }

  #contact(): ResponseExtras {
    return { headers: { Contact: this.rim.contact } };
  }

  /** The listener's answer to an offer; undefined when it has none. */
  async #offered(offer: string): Promise<string | undefined> {
    try {
      return this.listener.offered ? await this.listener.offered(offer) : this.localSdp;
    } catch (fault) {
      this.rim.log('SIP: an offer was not taken', { fault: fault instanceof Error ? fault.message : String(fault) });
      return undefined;
    }
  }

  protected hasEnded(): boolean {
    return this.state === 'ended';
  }
}
