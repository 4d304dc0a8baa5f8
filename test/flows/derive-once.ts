/**
 * Hashes of PINs are slow on purpose (25 ms), the same for the same PIN and salt, and most of the time of a model that tries PINs by the
 * thousand. From `deriveOnce` on, in this process, each is made once, and without leaving the thread: nothing then waits for anything real.
 */
import crypto, { scryptSync, type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const known = new Map<string, Buffer>();
const text = (given: BinaryLike): string => (typeof given === 'string' ? given : Buffer.from(given as Uint8Array).toString('base64'));
type Told = (error: Error | null, key: Buffer) => void;

function remembered(secret: BinaryLike, salt: BinaryLike, bytes: number, options: ScryptOptions, then: Told): void {
  const name = [text(secret), text(salt), bytes, JSON.stringify(options)].join(' ');
  let key = known.get(name);
  if (key === undefined) known.set(name, (key = scryptSync(secret, salt, bytes, options)));
  const found = Buffer.from(key);
  queueMicrotask(() => then(null, found));
}

let done = false;

export function deriveOnce(): void {
  if (done) return;
  done = true;
  Object.assign(crypto, { scrypt: remembered });
  syncBuiltinESMExports();
}
