/** PINs: kept as a salted hash that is slow to compute (scrypt, RFC 7914), so that a copy of the table tells nobody's. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** About 25 ms and 8 MB: a caller does not notice, somebody who tries all PINs of a stolen table does. */
const cost = { N: 2 ** 13, r: 8, p: 1 };
const keyBytes = 32;

const derive = (pin: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(pin, salt, keyBytes, { N, r, p }, (error, key) => (error === null ? resolve(key) : reject(error))),
  );

/** `scrypt$N$r$p$salt$hash`, the last two in base64. */
export async function hashPin(pin: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const { N, r, p } = cost;
  return ['scrypt', N, r, p, salt.toString('base64'), (await derive(pin, salt, cost)).toString('base64')].join('$');
}

/** For customers without a PIN: it takes as long to say no to them. */
const nobodys = `scrypt$${cost.N}$${cost.r}$${cost.p}$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(keyBytes).toString('base64')}`;

/** Is it the PIN of this hash? No hash: no, as slowly as any other no. */
export async function isPin(pin: string, hash: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', expected = ''] = (hash ?? nobodys).split('$');
  const key = await derive(pin, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) });
  const wanted = Buffer.from(expected, 'base64');
  return wanted.length === key.length && timingSafeEqual(wanted, key) && hash !== undefined;
}
