/** SIP accounts, and the check that a request comes from one. */
import { timingSafeEqual } from 'node:crypto';
import { algorithmIn, algorithms, challengesOf, proofOf, readDigest, secretOf, type Algorithm } from './digest.ts';
import type { ReceivedRequest } from './message.ts';
import { Nonces } from './nonces.ts';
import { readUri } from './uri.ts';

/** A desk phone or softphone that may register. */
export type SipAccount = {
  user: string;
  /** E.164: calls to it ring the account's telephones, calls that they make come from it. */
  number: string;
  /** What it is asked to prove itself by, both if absent. Some older telephones give up when one of the challenges is new to them. */
  algorithms?: readonly Algorithm[];
} & (
  | { password: string }
  /** `user:realm:password` hashed, in each algorithm, since a telephone answers the one that it knows. */
  | { secrets: Readonly<Record<Algorithm, string>> }
);

/** Who sent a request. `wrong`: not who it says, which no further question changes. */
export type Verdict = { kind: 'proven' } | { kind: 'unproven'; stale: boolean } | { kind: 'wrong' };

export class Accounts {
  readonly #realm: string;
  readonly #accounts: readonly SipAccount[];
  readonly #nonces: Nonces;

  constructor(accounts: readonly SipAccount[], realm: string, now: () => number) {
    this.#accounts = accounts;
    this.#realm = realm;
    this.#nonces = new Nonces(now);
  }

  get any(): boolean {
    return this.#accounts.length > 0;
  }

  /** The account with this user name or this number, with or without its plus. */
  find(user: string | undefined): SipAccount | undefined {
    return this.#accounts.find((account) => user === account.user || user === account.number || `+${user}` === account.number);
  }

  /** Values of WWW-Authenticate. */
  challenges(account: SipAccount | undefined, stale: boolean): string[] {
    return challengesOf(account?.algorithms ?? algorithms, this.#realm, this.#nonces.issue(), stale);
  }

  /** Whether the request proves that it comes from `account`; undefined stands for one that we don't have, which looks no different. */
  judge(request: ReceivedRequest, account: SipAccount | undefined): Verdict {
    const given = request.headers.all('authorization').map(readDigest);
    const digest = given.find((one) => one?.get('realm') === this.#realm);
    const algorithm = digest && algorithmIn(digest);
    if (!digest || !algorithm) return { kind: 'unproven', stale: false };
    const [nonce, uri, counted] = [digest.get('nonce') ?? '', digest.get('uri') ?? '', digest.has('qop')];
    // A nonce without a count is good for one request.
    const count = counted ? countIn(digest.get('nc') ?? '') : 1;
    if (count === undefined || (counted && digest.get('qop') !== 'auth')) return { kind: 'wrong' };
    if (!this.#nonces.isFresh(nonce, count)) return { kind: 'unproven', stale: true };
    const claim = { algorithm, nonce, uri, method: request.method };
    const proof = proofOf(this.#secretOf(account, algorithm), {
      ...claim,
      ...(counted ? { count: digest.get('nc') ?? '', clientNonce: digest.get('cnonce') ?? '' } : {}),
    });
    const right = isSame(proof, digest.get('response') ?? '') && isSamePlace(uri, request.uri);
    if (!right || !account || digest.get('username') !== account.user) return { kind: 'wrong' };
    this.#nonces.use(nonce, count);
    return { kind: 'proven' };
  }

  #secretOf(account: SipAccount | undefined, algorithm: Algorithm): string {
    if (account && 'secrets' in account) return account.secrets[algorithm].toLowerCase();
    return secretOf(algorithm, account?.user ?? '', this.#realm, account?.password ?? '');
  }
}

const countIn = (text: string): number | undefined => (/^[0-9a-f]{8}$/i.test(text) ? parseInt(text, 16) : undefined);

function isSame(proof: string, given: string): boolean {
  const [right, other] = [Buffer.from(proof), Buffer.from(given.toLowerCase())];
  return right.length === other.length && timingSafeEqual(right, other);
}

/** A proof is for one address (RFC 3261, section 22.1); telephones differ in the parameters that they leave in it. */
function isSamePlace(one: string, other: string): boolean {
  const [left, right] = [readUri(one), readUri(other)];
  return left !== undefined && left.user === right?.user && left.host.toLowerCase() === right?.host.toLowerCase();
}
