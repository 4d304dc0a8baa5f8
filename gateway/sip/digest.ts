/** Digest authentication (RFC 7616, for SIP RFC 8760 and RFC 3261, section 22): how a password is proven without being said. Pure. */
import { createHash } from 'node:crypto';
import { readParameters, splitOutside, unquote } from './text.ts';

/** Strongest first: that is the order in which they are offered (RFC 8760, section 2.4). */
export const algorithms = ['SHA-256', 'MD5'] as const;
export type Algorithm = (typeof algorithms)[number];

const hashNames = { 'SHA-256': 'sha256', MD5: 'md5' } as const;
const hash = (algorithm: Algorithm, ...parts: string[]): string => createHash(hashNames[algorithm]).update(parts.join(':')).digest('hex');

/** What stands for a password, HA1 in the RFCs: good for one user in one realm only. Lower-case hexadecimal. */
export const secretOf = (algorithm: Algorithm, user: string, realm: string, password: string): string =>
  hash(algorithm, user, realm, password);

/** What is proven: that who sends this request knows the secret. Without `count` as RFC 2069 had it. */
export interface Claim {
  algorithm: Algorithm;
  nonce: string;
  method: string;
  uri: string;
  /** `qop=auth`: how often the nonce was used, eight hexadecimal digits, and a nonce of the asking side. */
  count?: string;
  clientNonce?: string;
}

/** The proof of a claim (RFC 7616, section 3.4.1). */
export function proofOf(secret: string, { algorithm, nonce, method, uri, count, clientNonce }: Claim): string {
  const request = hash(algorithm, method, uri);
  if (count === undefined) return hash(algorithm, secret, nonce, request);
  return hash(algorithm, secret, nonce, count, clientNonce ?? '', 'auth', request);
}

/** Reads `Digest name="value", …`; undefined for another scheme. Names are lower case, values without their quotes. */
export function readDigest(header: string): ReadonlyMap<string, string> | undefined {
  const found = /^Digest\s+(.+)$/is.exec(header.trim());
  if (!found?.[1]) return undefined;
  return new Map([...readParameters(splitOutside(found[1], ','))].map(([name, value]) => [name, unquote(value)]));
}

/** The algorithm that a challenge or its answer names, MD5 when it names none; undefined when we don't have it. */
export const algorithmIn = (digest: ReadonlyMap<string, string>): Algorithm | undefined =>
  algorithms.find((algorithm) => algorithm === (digest.get('algorithm') ?? 'MD5').toUpperCase());

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** The values of WWW-Authenticate that ask for a proof, one for each algorithm. `stale`: only the nonce was too old. */
export const challengesOf = (by: readonly Algorithm[], realm: string, nonce: string, stale: boolean): string[] =>
  by.map(
    (algorithm) =>
      `Digest realm=${quoted(realm)}, nonce=${quoted(nonce)}, algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`,
  );

export interface Credentials {
  user: string;
  password: string;
}

/**
 * Answers the first of the challenges that we can answer: the value of Authorization or Proxy-Authorization. Undefined when there is
 * none. `clientNonce` is unguessable and new each time.
 */
export function answerTo(
  challenges: readonly string[],
  { user, password }: Credentials,
  request: { method: string; uri: string },
  clientNonce: string,
): string | undefined {
  for (const challenge of challenges) {
    const digest = readDigest(challenge);
    const algorithm = digest && algorithmIn(digest);
    const offered = digest
      ?.get('qop')
      ?.split(',')
      .map((one) => one.trim().toLowerCase());
    if (!digest || !algorithm || (offered && !offered.includes('auth'))) continue;
    const [realm, nonce] = [digest.get('realm') ?? '', digest.get('nonce') ?? ''];
    const counted = offered ? { count: '00000001', clientNonce } : {};
    const proof = proofOf(secretOf(algorithm, user, realm, password), { algorithm, nonce, ...request, ...counted });
    const opaque = digest.get('opaque');
    return [
      `Digest username=${quoted(user)}, realm=${quoted(realm)}, nonce=${quoted(nonce)}, uri=${quoted(request.uri)}`,
      `response="${proof}", algorithm=${algorithm}`,
      ...(offered ? [`qop=auth, nc=00000001, cnonce=${quoted(clientNonce)}`] : []),
      ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ].join(', ');
  }
  return undefined;
}
