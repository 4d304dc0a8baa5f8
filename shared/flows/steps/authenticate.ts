import { z } from 'zod';
import type { Step } from '../ask.ts';
import type { Call } from '../call.ts';
import type { DigitsAsking } from './digits.ts';

/** `refused`: no try was right. `locked-out`: too many wrong PINs, now or before. `operator`: the caller wants a person. */
export type Authentication = { is: 'authenticated'; customerId: string } | { is: 'refused' | 'locked-out' | 'operator' };

export interface Authenticating {
  /** The customer number; its prompts begin with `auth-number`. */
  number?: DigitsAsking;
  /** The PIN; its prompts begin with `auth-pin`. */
  pin?: DigitsAsking;
  /** How often number and PIN are asked for together. */
  tries?: number;
  /** After so many wrong PINs nobody gets in by that number for `lockMinutes`. */
  wrongMost?: number;
  lockMinutes?: number;
}

const Owner = z.strictObject({ customerId: z.string().optional() });

/**
 * Who is calling, by customer number and PIN. Neither is recorded. A number that nobody has is answered as a wrong PIN is, so that nobody finds
 * out which numbers there are.
 */
export function* authenticate(call: Pick<Call, 'tryDigits' | 'play'>, how: Authenticating = {}): Step<Authentication> {
  const { tries = 3, wrongMost = 3, lockMinutes = 15 } = how;
  const number = { min: 4, max: 12, ...how.number };
  const pin = { min: 4, max: 8, ...how.pin };
  for (let i = 0; i < tries; i++) {
    const owner = yield* call.tryDigits('auth-number', number, (digits) => ({ kind: 'customer-number', digits }));
    if (owner === 'operator') return { is: 'operator' };
    if (owner === undefined || !('found' in owner)) return { is: 'refused' };
    const { customerId } = Owner.parse(owner.found);
    const whose = customerId === undefined ? {} : { customerId };
    const checked = yield* call.tryDigits('auth-pin', pin, (digits) => ({ kind: 'pin', ...whose, digits, wrongMost, lockMinutes })); // prettier-ignore
    if (checked === 'operator') return { is: 'operator' };
    if (checked === undefined || !('found' in checked)) return { is: 'refused' };
    if (checked.found === 'right' && customerId !== undefined) return { is: 'authenticated', customerId };
    if (checked.found === 'locked-out') return { is: 'locked-out' };
    if (i < tries - 1) yield* call.play('auth-wrong');
  }
  return { is: 'refused' };
}
