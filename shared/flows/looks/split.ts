import { createHash } from 'node:crypto';

/** A number from 0 to below 1 that belongs to the call and the split. */
const placeOf = (transactionId: string, name: string): number =>
  createHash('sha256').update(`${transactionId} ${name}`).digest().readUInt32BE(0) / 2 ** 32;

/** Pure: which way a call goes. */
export function splitOf(transactionId: string, name: string, shares: Readonly<Record<string, number>>): string {
  const ways = Object.entries(shares);
  let left = placeOf(transactionId, name) * ways.reduce((sum, [, share]) => sum + share, 0);
  for (const [way, share] of ways) {
    if (left < share) return way;
    left -= share;
  }
  return ways.filter(([, share]) => share > 0).at(-1)?.[0] ?? '';
}
