/** Client transactions: RFC 3261, section 17.1, with the accepted state of RFC 6026. */
import { Headers } from './headers.ts';
import type { ReceivedResponse, SipRequest } from './message.ts';
import { patience, repeatDoubling, t1, t2, t4, timerD, type Timers } from './timers.ts';

export interface ClientRim {
  timers: Timers;
  /** Sends a request to where this transaction's request went. */
  send(request: SipRequest): void;
  over(): void;
}

/** Who made the request. A 2xx of an INVITE is told each time that it comes, since each wants its ACK. */
export interface ClientUser {
  response(response: ReceivedResponse): void;
  /** Nobody answered in time. */
  failed(): void;
}

export class ClientTransaction {
  readonly request: SipRequest;
  readonly #rim: ClientRim;
  readonly #user: ClientUser;
  readonly #invite: boolean;
  #state: 'calling' | 'proceeding' | 'accepted' | 'completed' | 'over' = 'calling';
  #ack: SipRequest | undefined;
  #stopRepeating: () => void;
  #stopWaiting: () => void;

  constructor(request: SipRequest, rim: ClientRim, user: ClientUser) {
    this.request = request;
    this.#rim = rim;
    this.#user = user;
    this.#invite = request.method === 'INVITE';
    rim.send(request);
    // Timer A doubles without bound, timer E up to T2.
    this.#stopRepeating = repeatDoubling(rim.timers, t1, this.#invite ? patience : t2, () => rim.send(request));
    this.#stopWaiting = rim.timers.after(patience, () => this.#fail());
  }

  get state(): string {
    return this.#state;
  }

  receive(response: ReceivedResponse): void {
    if (this.#state === 'over') return;
    if (this.#state === 'completed') {
      if (this.#ack && response.status >= 300) this.#rim.send(this.#ack);
    } else if (response.status < 200) this.#provisional(response);
    else if (this.#invite && response.status < 300) this.#success(response);
    else if (this.#state !== 'accepted') this.#final(response);
  }

  /** Gives up without telling the user: nobody answered the CANCEL (section 9.1). */
  abandon(): void {
    if (this.#state === 'calling' || this.#state === 'proceeding') this.#end();
  }

  #provisional(response: ReceivedResponse): void {
    if (this.#state === 'accepted') return;
    if (this.#invite) {
      this.#stopRepeating();
      this.#stopWaiting();
    } else if (this.#state === 'calling') {
      this.#stopRepeating();
      this.#stopRepeating = repeatDoubling(this.#rim.timers, t2, t2, () => this.#rim.send(this.request));
    }
    this.#state = 'proceeding';
    this.#user.response(response);
  }

  #success(response: ReceivedResponse): void {
    if (this.#state !== 'accepted') this.#settle('accepted', patience);
    this.#user.response(response);
  }

  #final(response: ReceivedResponse): void {
    this.#settle('completed', this.#invite ? timerD : t4);
    if (this.#invite) {
      this.#ack = ackOfRefusal(this.request, response);
      this.#rim.send(this.#ack);
    }
    this.#user.response(response);
  }

  #settle(state: 'accepted' | 'completed', forMs: number): void {
    this.#state = state;
    this.#stopRepeating();
    this.#stopWaiting();
    this.#stopWaiting = this.#rim.timers.after(forMs, () => this.#end());
  }
  #fail(): void {
    this.#end();
    this.#user.failed();
  }
  #end(): void {
    this.#state = 'over';
    this.#stopRepeating();
    this.#stopWaiting();
    this.#rim.over();
  }
}

/** Section 17.1.1.3: same Via, Request-URI and number as the INVITE, To as the answer has it. */
function ackOfRefusal(invite: SipRequest, response: ReceivedResponse): SipRequest {
  return companion(invite, 'ACK', response.headers.get('to'));
}

/** Section 9.1: a CANCEL shares everything with its INVITE but the method. */
export const cancelOf = (invite: SipRequest): SipRequest => companion(invite, 'CANCEL', invite.headers.get('to'));

function companion(invite: SipRequest, method: 'ACK' | 'CANCEL', to = ''): SipRequest {
  const headers = new Headers()
    .add('Via', invite.headers.get('via') ?? '')
    .add('Max-Forwards', '70')
    .add('From', invite.headers.get('from') ?? '')
    .add('To', to)
    .add('Call-ID', invite.headers.get('call-id') ?? '')
    .add('CSeq', `${parseInt(invite.headers.get('cseq') ?? '1', 10)} ${method}`);
  for (const route of invite.headers.all('route')) headers.add('Route', route);
  return { kind: 'request', method, uri: invite.uri, headers, body: '' };
}
