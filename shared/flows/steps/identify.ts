import { z } from 'zod';
import type { Step } from '../ask.ts';

export const Identified = z.strictObject({
  /** Absent when the caller withheld the number: an anonymous contact has no customer. */
  customerId: z.string().optional(),
  /** True when this call made the customer's record. */
  created: z.boolean(),
});
export type Identified = z.infer<typeof Identified>;

/** Finds the customer with the caller's number, or makes one; notes it on the contact. */
export function* identify(): Step<Identified> {
  return Identified.parse(yield { do: 'look', label: 'identify', look: { kind: 'identify' } });
}
