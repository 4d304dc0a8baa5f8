import { describe, expect, it } from 'vitest';
import { answerTo, challengesOf, proofOf, readDigest, secretOf } from '../../../gateway/sip/digest.ts';
import { nonceLifeMs, Nonces } from '../../../gateway/sip/nonces.ts';

describe('a digest', () => {
  // RFC 7616, section 3.9.1, with its user, password, nonces and answers.
  const request = { method: 'GET', uri: '/dir/index.html' };
  const counted = { nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v', count: '00000001' };
  const clientNonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const)('by %s is the one of the RFC', (algorithm, proof) => {
    const secret = secretOf(algorithm, 'Mufasa', 'http-auth@example.org', 'Circle of Life');
    expect(proofOf(secret, { algorithm, ...request, ...counted, clientNonce })).toBe(proof);
  });

  it('without a count is the one of RFC 2069', () => {
    const secret = secretOf('MD5', 'Mufasa', 'testrealm@host.com', 'CircleOfLife');
    const claim = { algorithm: 'MD5', nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093', method: 'GET', uri: '/dir/index.html' } as const;
    expect(proofOf(secret, claim)).toBe('1949323746fe6a43ef61f9606e7febea');
  });

  it('answers the first challenge that it can, and none that it can not', () => {
    const credentials = { user: 'anna', password: 'secret' };
    const invite = { method: 'INVITE', uri: 'sip:100@10.0.0.1' };
    const unknown = 'Digest realm="r", nonce="n", algorithm=SHA-512-256, qop="auth"';
    const both = [unknown, 'Basic realm="r"', ...challengesOf(['SHA-256', 'MD5'], 'a "realm"', 'n', false)];
    const answer = readDigest(answerTo(both, credentials, invite, 'mine') ?? '');
    expect(answer?.get('algorithm')).toBe('SHA-256');
    expect(answer?.get('realm')).toBe('a "realm"');
    const secret = secretOf('SHA-256', 'anna', 'a "realm"', 'secret');
    expect(answer?.get('response')).toBe(
      proofOf(secret, { algorithm: 'SHA-256', nonce: 'n', ...invite, count: '00000001', clientNonce: 'mine' }),
    );
    expect(answerTo([unknown, 'Digest realm="r", nonce="n", qop="auth-int"'], credentials, invite, 'mine')).toBeUndefined();
  });

  it('gives back what is opaque, and does not count where nobody asks for it', () => {
    const answer = answerTo(
      ['Digest realm="r", nonce="n", opaque="o"'],
      { user: 'a', password: 'b' },
      { method: 'INVITE', uri: 'sip:a@b' },
      'mine',
    );
    expect(answer).toContain('opaque="o"');
    expect(answer).not.toMatch(/qop|nc=/);
  });
});

describe('a nonce', () => {
  it('is good for each count once, in rising order', () => {
    const nonces = new Nonces(() => 0);
    const nonce = nonces.issue();
    nonces.use(nonce, 2);
    expect([1, 2, 3].map((count) => nonces.isFresh(nonce, count))).toEqual([false, false, true]);
  });

  it('grows old, and can not be made by others', () => {
    let now = 1_000_000;
    const nonces = new Nonces(() => now);
    const nonce = nonces.issue();
    expect(nonces.isFresh(nonce, 1)).toBe(true);
    expect(new Nonces(() => now).isFresh(nonce, 1)).toBe(false);
    expect(nonces.isFresh(`${nonce}x`, 1)).toBe(false);
    expect(nonces.isFresh('', 1)).toBe(false);
    now += nonceLifeMs + 1;
    expect(nonces.isFresh(nonce, 1)).toBe(false);
  });
});
