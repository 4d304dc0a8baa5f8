import type { Step } from '../ask.ts';

/**
 * Sends each call one of several ways, each as often as its share says: `{ a: 20, b: 80 }`. By the call, not by chance, so that a call that
 * comes here again goes the same way; another name splits anew.
 */
export function* split<const S extends Readonly<Record<string, number>>>(name: string, shares: S): Step<keyof S & string> {
  const all = Object.values(shares);
  if (all.length === 0 || all.some((share) => !(share >= 0)) || all.every((share) => share === 0))
    throw new RangeError(`split "${name}" needs shares of which one is more than 0.`);
  return (yield { do: 'look', label: `split ${name}`, look: { kind: 'split', name, shares } }) as keyof S & string;
}
