/** Server transactions: RFC 3261, section 17.2, with the accepted state of RFC 6026. */
import type { ReceivedRequest, SipResponse } from './message.ts';
import { responseTo } from './responses.ts';
import { patience, repeatDoubling, t1, t2, t4, type Timers } from './timers.ts';

export interface ServerRim {
  timers: Timers;
  /** Sends an answer to where the request came from. */
  send(response: SipResponse): void;
  /** The transaction is over and may be forgotten. */
  over(): void;
}

export class ServerTransaction {
  readonly request: ReceivedRequest;
  readonly #rim: ServerRim;
  readonly #invite: boolean;
  #state: 'proceeding' | 'accepted' | 'completed' | 'confirmed' | 'over' = 'proceeding';
  #last: SipResponse | undefined;
  #waits: (() => void)[] = [];

  constructor(request: ReceivedRequest, rim: ServerRim) {
    this.request = request;
    this.#rim = rim;
    this.#invite = request.method === 'INVITE';
    // At once rather than after 200 ms: the caller's retransmissions stop while the call is being prepared.
    if (this.#invite) this.respond(responseTo(request, 100));
  }

  /** Whether a final answer is still to be given. */
  get open(): boolean {
    return this.#state === 'proceeding';
  }

  /** Sends an answer. After a final one nothing more is sent. */
  respond(response: SipResponse): void {
    if (!this.open) return;
    this.#last = response;
    this.#rim.send(response);
    if (response.status < 200) return;
    if (!this.#invite) return this.#complete('completed', patience);
    // RFC 6026, section 7.1: repeating a 2xx is the user's business, absorbing the INVITE's repeats is ours (timer L).
    if (response.status < 300) return this.#complete('accepted', patience);
    this.#complete('completed', patience);
    this.#waits.push(repeatDoubling(this.#rim.timers, t1, t2, () => this.#rim.send(response)));
  }

  /** Sends a 2xx of an INVITE once more; the transaction itself doesn't (section 13.3.1.4). */
  repeat(): void {
    if (this.#state === 'accepted' && this.#last) this.#rim.send(this.#last);
  }

  /** The request came again, or the ACK of an answer that is no success. */
  receive(request: ReceivedRequest): void {
    if (request.method === 'ACK') {
      if (this.#state !== 'completed') return;
      this.#clear();
      this.#complete('confirmed', t4);
    } else if ((this.#state === 'proceeding' || this.#state === 'completed') && this.#last) this.#rim.send(this.#last);
  }

  /** Timers H, I, J and L: all end the transaction. */
  #complete(state: 'accepted' | 'completed' | 'confirmed', forMs: number): void {
    this.#state = state;
    this.#waits.push(this.#rim.timers.after(forMs, () => this.#end()));
  }
  #clear(): void {
    for (const cancel of this.#waits) cancel();
    this.#waits = [];
  }
  #end(): void {
    this.#clear();
    this.#state = 'over';
    this.#rim.over();
  }
}
