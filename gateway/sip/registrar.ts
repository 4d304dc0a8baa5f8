/** Where the telephones of an account are (RFC 3261, section 10): bindings, made and renewed by REGISTER. */
import { readAddress } from './headers.ts';
import type { ReceivedRequest } from './message.ts';
import { readUri, writeUri, type Peer, type Uri } from './uri.ts';

/** A telephone that can be called. */
export interface Contact {
  uri: string;
  /** Where to send, when that isn't what the URI says: behind a translation of addresses. */
  peer: Peer;
}
interface Binding extends Contact {
  callId: string;
  number: number;
  expiresAtMs: number;
}

/**
 * Seconds that a binding may last. Not long, so that telephones find a gateway again that was restarted, and translations of addresses
 * stay open; RFC 3261 lets a registrar shorten what was asked for, and refuse what is too short.
 */
export const shortestSeconds = 30;
export const longestSeconds = 120;
/** More telephones than anybody has; the one that is silent longest makes place. */
const mostContacts = 8;

export type Registered = { status: 200; contacts: string[] } | { status: 400 | 423 | 500 };

/** A contact that a REGISTER names, and for how long; 0 takes it away. */
interface Wish {
  uri: Uri;
  seconds: number;
}

export class Registrar {
  readonly #now: () => number;
  readonly #bindings = new Map<string, readonly Binding[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The telephones of an account that are there now. */
  contacts(user: string): Contact[] {
    return this.#alive(user).map(({ uri, peer }) => ({ uri, peer }));
  }

  /** Does what a REGISTER of this account asks for, all of it or nothing. Who sent it is proven already. */
  register(user: string, request: ReceivedRequest, source: Peer): Registered {
    const alive = this.#alive(user);
    const { callId, cseq } = request.essentials;
    // A repetition that comes late must not undo what came after it.
    if (alive.some((binding) => binding.callId === callId && binding.number >= cseq.number)) return { status: 500 };
    const wishes = wishesIn(request);
    if (wishes === undefined) return { status: 400 };
    if (wishes === 'none') return this.#keep(user, []);
    if (wishes.some(({ seconds }) => seconds > 0 && seconds < shortestSeconds)) return { status: 423 };
    const made = wishes.map(({ uri, seconds }) => ({
      uri: writeUri(uri),
      peer: placeOf(uri, source),
      callId,
      number: cseq.number,
      expiresAtMs: this.#now() + Math.min(seconds, longestSeconds) * 1000,
    }));
    const others = alive.filter((binding) => !made.some((one) => isSame(one, binding)));
    const kept = [...others, ...made.filter((_one, at) => (wishes[at]?.seconds ?? 0) > 0)];
    return this.#keep(user, kept.toSorted((a, b) => a.expiresAtMs - b.expiresAtMs).slice(-mostContacts));
  }

  #alive(user: string): readonly Binding[] {
    return (this.#bindings.get(user) ?? []).filter(({ expiresAtMs }) => expiresAtMs > this.#now());
  }

  #keep(user: string, bindings: readonly Binding[]): Registered {
    this.#bindings.set(user, bindings);
    const left = (expiresAtMs: number): number => Math.ceil((expiresAtMs - this.#now()) / 1000);
    return { status: 200, contacts: bindings.map(({ uri, expiresAtMs }) => `<${uri}>;expires=${left(expiresAtMs)}`) };
  }
}

/** A telephone that begins anew chooses another contact: from one place there is one telephone. */
const isSame = (one: Contact, other: Contact): boolean =>
  one.uri === other.uri || (one.peer.host === other.peer.host && one.peer.port === other.peer.port);

/** `none`: `Contact: *`, which takes all away. Undefined: malformed. Preferences (`q`) mean nothing, since all ring together. */
function wishesIn({ headers }: ReceivedRequest): Wish[] | 'none' | undefined {
  const given = headers.all('contact');
  const general = secondsIn(headers.get('expires') ?? String(longestSeconds));
  if (general === undefined) return undefined;
  if (given.includes('*')) return given.length === 1 && general === 0 ? 'none' : undefined;
  const wishes = given.map((text): Wish | undefined => {
    const address = readAddress(text);
    const uri = address && readUri(address.uri);
    const own = address?.parameters.get('expires');
    const seconds = own === undefined ? general : secondsIn(own);
    return uri?.scheme === 'sip' && seconds !== undefined ? { uri, seconds } : undefined;
  });
  return wishes.every((wish) => wish !== undefined) ? wishes : undefined;
}

const secondsIn = (text: string): number | undefined => (/^\d{1,10}$/.test(text) ? Number(text) : undefined);

/** The contact's own address if the packet came from that host, else where it really came from. */
function placeOf(uri: Uri, source: Peer): Peer {
  return uri.host.replace(/^\[|\]$/g, '') === source.host ? { host: source.host, port: uri.port ?? 5060 } : source;
}
