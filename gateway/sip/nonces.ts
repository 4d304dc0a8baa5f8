/** Nonces that nobody else can make, that grow old, and of which each use counts once. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a nonce may be used. A telephone whose nonce is too old gets a new one without asking its owner. */
export const nonceLifeMs = 5 * 60_000;

/**
 * A nonce carries its age and our seal, so that nothing is kept for who asks and never proves anything; the highest use of each is kept
 * once it was used well.
 */
export class Nonces {
  readonly #now: () => number;
  readonly #key = randomBytes(32);
  readonly #used = new Map<string, { highest: number; atMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(): string {
    for (const [nonce, { atMs }] of this.#used) if (this.#now() - atMs > nonceLifeMs) this.#used.delete(nonce);
    const body = `${this.#now().toString(36)}.${randomBytes(9).toString('base64url')}`;
    return `${body}.${this.#seal(body)}`;
  }

  /** Whether the nonce is ours, young, and `count` uses of it are more than any seen before. */
  isFresh(nonce: string, count: number): boolean {
    const atMs = this.#madeAt(nonce);
    const age = atMs === undefined ? Infinity : this.#now() - atMs;
    return age >= 0 && age <= nonceLifeMs && count > (this.#used.get(nonce)?.highest ?? 0);
  }

  /** Notes a use; only for one that was proven, or strangers could use up what belongs to others. */
  use(nonce: string, count: number): void {
    this.#used.set(nonce, { highest: count, atMs: this.#madeAt(nonce) ?? 0 });
  }

  #madeAt(nonce: string): number | undefined {
    const [at = '', random = '', seal = ''] = nonce.split('.');
    const [given, right] = [Buffer.from(seal), Buffer.from(this.#seal(`${at}.${random}`))];
    return given.length === right.length && timingSafeEqual(given, right) ? parseInt(at, 36) : undefined;
  }

  #seal(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url').slice(0, 22);
  }
}
