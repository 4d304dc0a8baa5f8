/**
 * What the SIP layer offers the rest of the gateway: calls that ring, are answered and end. Transactions, retransmission and
 * dialogs (RFC 3261) stay behind it.
 */
import type { SipAccount } from './accounts.ts';
import type { Credentials } from './digest.ts';
import type { Contact } from './registrar.ts';
import type { Peer } from './uri.ts';

export type { Contact, Credentials, Peer, SipAccount };

export interface SipSettings {
  /** Address to listen on, and the one that we put into Via and Contact when it differs (behind a translation of addresses). */
  host: string;
  port: number;
  publicHost?: string;
  /** Shown in Server and User-Agent. */
  name: string;
  /** Telephones that may register. Who calls as one of them is asked for a proof; everybody else may call without. */
  accounts?: readonly SipAccount[];
  /** Part of what passwords are hashed with; `linehall` if absent. */
  realm?: string;
}

export type SipEnd =
  /** The other side sent BYE, CANCEL, or a final answer that is no success. */
  | { by: 'far'; status?: number }
  | { by: 'us' }
  /** A transaction timed out, no ACK came, the transport failed. */
  | { by: 'failure'; why: string };

export interface SipCall {
  /** Our own id of the call, unique in the process. */
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  /** User parts of From (an account's number when it is proven to be that account's) and of the address called (Request-URI); `from` is undefined when the caller withheld it (RFC 3323, RFC 5767: `anonymous`). */
  readonly from: string | undefined;
  readonly to: string;
  /** Host of the address that was called, without a port. */
  readonly host: string;
  /** The X-…, User-to-User and Diversion headers of the INVITE. */
  readonly headers: Record<string, string>;
  readonly state: 'incoming' | 'ringing' | 'answered' | 'ended';
  /** SDP of the far side's offer or answer; empty until it is known (an INVITE without SDP brings it in the ACK). */
  readonly remoteSdp: string;
  ring(): void;
  answer(sdp: string): void;
  reject(status: number): void;
  /** Ends the call in whatever way its state asks for: BYE, CANCEL or a final answer. Idempotent. */
  hangUp(status?: number): void;
  /**
   * Asks the far side by OPTIONS within the dialog whether it still knows the call (RFC 3261, sections 11 and 12.2.1.2). False after 481,
   * 408, no answer for 32 s, and for a call that has ended; true after any other final answer, and before the call is answered.
   */
  probe(): Promise<boolean>;
  /** The one listener; set before the SIP layer returns from `onCall` or `dial`. */
  listener: SipCallListener;
}

export interface SipCallListener {
  /** Outbound only: 180 or 183. */
  ringing?(): void;
  /** Outbound: the 2xx came, with the answer's SDP. Inbound: the ACK came; `sdp` when the ACK carried the answer. */
  answered?(sdp: string | undefined): void;
  /** A re-INVITE's or UPDATE's new offer. The value returned is our answer's SDP. */
  offered?(sdp: string): string | Promise<string>;
  /** INFO with `application/dtmf-relay` and the like. */
  info?(contentType: string, body: string): void;
  ended?(end: SipEnd): void;
}

export interface SipServer {
  readonly address: { host: string; port: number };
  /** Called for each new INVITE, after 100 Trying. Without a listener calls are refused with 503. */
  onCall: (call: SipCall) => void;
  dial(target: {
    uri: string;
    /** Where to send, when that isn't what the URI says. */
    peer?: Peer;
    /** User part or URI of From. */
    from: string;
    fromName?: string;
    sdp: string;
    headers?: Record<string, string>;
    /** For a far side that asks for a proof (401, 407). */
    credentials?: Credentials;
    listener: SipCallListener;
  }): SipCall;
  /** The registered telephones of an account by its user name. */
  contacts(user: string): Contact[];
  /** Counts for the status page. */
  counts(): { calls: number; transactions: number };
  close(): Promise<void>;
}
