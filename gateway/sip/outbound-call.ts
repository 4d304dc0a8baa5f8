import { Call, sdpType, type CallRim } from './call.ts';
import type { ClientTransaction } from './client-transaction.ts';
import type { SipServer } from './contract.ts';
import { answerTo } from './digest.ts';
import { joinDialog, peerWithin, requestWithin, type Dialog } from './dialog.ts';
import { writeAddress } from './headers.ts';
import type { ReceivedResponse } from './message.ts';
import { newTag } from './responses.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { patience } from './timers.ts';
import { hostInUri, readUri, writeUri, type Peer } from './uri.ts';

export type DialTarget = Parameters<SipServer['dial']>[0];

/** A call that we make. */
export class OutboundCall extends Call {
  readonly direction = 'outbound';
  readonly from: string | undefined;
  readonly to: string;
  readonly host: string;
  readonly headers: Record<string, string>;
  #invite: ClientTransaction | undefined;
  readonly #target: DialTarget;
  readonly #peer: Peer | undefined;
  /** The dialog before any answer. */
  readonly #unjoined: Dialog;
  #asked = 0;
  #provisional = false;
  #cancelling = false;
  #rang = false;

  constructor(id: string, target: DialTarget, host: string, rim: CallRim) {
    super(id, dialogOfTarget(target, host), rim);
    this.#target = target;
    this.listener = target.listener;
    this.from = target.from === 'anonymous' ? undefined : target.from;
    this.to = readUri(target.uri)?.user ?? '';
    this.host = readUri(target.uri)?.host ?? '';
    this.headers = { ...target.headers };
    this.localSdp = target.sdp;
    this.#unjoined = this.dialog;
    this.#peer = peerWithin(this.dialog);
  }

  /** Sends the INVITE; `proof` is the header that answers a challenge. */
  start(proof?: { name: string; value: string }): void {
    if (!this.#peer) return this.#lose('not an address that can be dialled');
    const request = requestWithin(this.dialog, 'INVITE', this.dialog.localNumber);
    request.headers.add('Contact', this.rim.contact).add('Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE');
    if (this.from === undefined) request.headers.add('Privacy', 'id');
    if (proof) request.headers.add(proof.name, proof.value);
    for (const [name, value] of Object.entries(this.headers)) request.headers.add(name, value);
    request.headers.add('Content-Type', sdpType);
    request.body = this.localSdp;
    this.#invite = this.rim.transactions.start(request, this.#peer, {
      response: (response) => this.#response(response),
      failed: () => this.#lose('nobody answered the INVITE'),
    });
  }

  ring(): void {}
  answer(): void {}
  reject(): void {
    this.hangUp();
  }

  hangUp(): void {
    if (this.state === 'ended') return;
    if (this.state === 'answered') this.bye();
    else {
      this.#cancelling = true;
      if (this.#provisional) this.#cancel();
    }
    this.finish({ by: 'us' });
  }

  cancelled(invite: ServerTransaction): void {
    this.respond(invite, 487);
  }
  protected farBye(): void {}

  #response(response: ReceivedResponse): void {
    if (response.status < 200) this.#progress(response);
    else if (response.status < 300) this.#success(response);
    else if (!this.#prove(response)) {
      this.finish({ by: 'far', status: response.status });
      this.rim.forget(this);
    }
  }

  /** Asks again with the proof that a 401 or 407 wants (section 22.2): once, and once more for a nonce of which only the age was wrong. */
  #prove({ status, headers }: ReceivedResponse): boolean {
    const { credentials } = this.#target;
    if (!credentials || this.state === 'ended' || this.#asked > 1 || (status !== 401 && status !== 407)) return false;
    const challenges = headers.all(status === 401 ? 'www-authenticate' : 'proxy-authenticate');
    if (this.#asked === 1 && !challenges.some((challenge) => /stale\s*=\s*"?true/i.test(challenge))) return false;
    const value = answerTo(challenges, credentials, { method: 'INVITE', uri: this.#target.uri }, newTag());
    if (value === undefined) return false;
    this.#asked += 1;
    this.#provisional = false;
    const { target, remote, remoteTag } = this.#unjoined;
    this.dialog = { ...this.dialog, target, remote, remoteTag, localNumber: this.dialog.localNumber + 1 };
    this.start({ name: status === 401 ? 'Authorization' : 'Proxy-Authorization', value });
    return true;
  }

  #progress(response: ReceivedResponse): void {
    const first = !this.#provisional;
    this.#provisional = true;
    // Section 9.1: a CANCEL may not overtake the INVITE, so it waits for the first sign of it.
    if (this.#cancelling) return first ? this.#cancel() : undefined;
    if (response.essentials.to.parameters.has('tag')) this.dialog = joinDialog(this.dialog, response);
    if (response.status === 100 || this.#rang) return;
    this.#rang = true;
    this.state = 'ringing';
    this.tell((listener) => listener.ringing?.());
  }

  /** Each 2xx gets its ACK, repeated ones and those of other branches too (section 13.2.2.4). */
  #success(response: ReceivedResponse): void {
    const dialog = joinDialog(this.dialog, response);
    const answered = this.state === 'answered' || (this.state === 'ended' && !this.#cancelling);
    const other = answered && dialog.remoteTag !== this.dialog.remoteTag;
    const number = response.essentials.cseq.number;
    const to = peerWithin(dialog);
    if (to) this.rim.transactions.sendAck(requestWithin(dialog, 'ACK', number), to);
    if (other) return this.#refuseBranch(dialog);
    if (answered) return;
    this.dialog = dialog;
    if (this.#cancelling) {
      // The answer overtook our CANCEL: the call exists, so it is ended.
      this.#cancelling = false;
      return this.sendBye();
    }
    this.state = 'answered';
    this.remoteSdp = response.body;
    this.tell((listener) => listener.answered?.(response.body));
  }

  /** A proxy forked the INVITE and a second telephone answered: that one is hung up. */
  #refuseBranch(dialog: Dialog): void {
    const to = peerWithin(dialog);
    if (!to) return;
    const request = requestWithin(dialog, 'BYE', dialog.localNumber + 1);
    this.rim.transactions.start(request, to, { response: () => undefined, failed: () => undefined });
  }

  #cancel(): void {
    const invite = this.#invite;
    if (!invite || !this.#peer) return;
    this.rim.transactions.cancel(invite.request, this.#peer, { response: () => undefined, failed: () => undefined });
    // Section 9.1: without a final answer by then the INVITE counts as cancelled.
    this.rim.timers.after(patience, () => {
      invite.abandon();
      if (this.#cancelling) this.rim.forget(this);
    });
  }

  #lose(why: string): void {
    this.finish({ by: 'failure', why });
    this.rim.forget(this);
  }
}

function dialogOfTarget(target: DialTarget, host: string): Dialog {
  const localTag = newTag();
  const withheld = target.from === 'anonymous';
  const name = withheld ? 'Anonymous' : target.fromName;
  const given = readUri(target.from);
  const place = {
    scheme: 'sip',
    user: target.from,
    host: withheld ? 'anonymous.invalid' : hostInUri(host),
    parameters: new Map(),
  } as const;
  const from = given ?? place;
  return {
    callId: newTag() + newTag(),
    localTag,
    remoteTag: '',
    local: writeAddress({ ...(name === undefined ? {} : { name }), uri: writeUri(from), parameters: new Map([['tag', localTag]]) }),
    remote: `<${target.uri}>`,
    target: target.uri,
    routes: [],
    localNumber: 1,
    remoteNumber: undefined,
    ...(target.peer ? { behind: target.peer } : {}),
  };
}
