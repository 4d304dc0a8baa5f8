/** The items of the Customers table. */
import { z } from 'zod';
import { CustomerId, Instant, PhoneNumber } from '../ids.ts';

export const Customer = z.object({
  schemaVersion: z.literal(1),
  customerId: CustomerId,
  version: z.number().int().nonnegative(),
  seq: z.number().int().nonnegative(),
  /** Empty until somebody asks the caller. */
  name: z.string().max(200),
  numbers: z.array(PhoneNumber).max(20),
  email: z.string().max(320).optional(),
  company: z.string().max(200).optional(),
  language: z.string().optional(),
  notes: z.string().max(10_000).optional(),
  /** Digits by which the customer says on the telephone who they are. */
  customerNumber: z
    .string()
    .regex(/^\d{4,12}$/)
    .optional(),
  /** As `hashPin` made it. */
  pinHash: z.string().optional(),
  createdAt: Instant,
});
export type Customer = z.infer<typeof Customer>;

export const customerKeys = {
  customer: (customerId: CustomerId) => ({ pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' }),
  fact: (customerId: CustomerId, seq: number) => ({ pk: `CUSTOMER#${customerId}`, sk: `FACT#${String(seq).padStart(6, '0')}` }),
  customerNumber: (customerNumber: string) => ({ pk: `CUSTOMERNUMBER#${customerNumber}`, sk: 'CUSTOMERNUMBER' }),
  /** Wrong PINs since the last right one. */
  wrongPins: (customerId: CustomerId) => ({ pk: `CUSTOMER#${customerId}`, sk: 'PINS' }),
  /** Whose number it is: conditional on absence, so two calls at once make one customer. */
  number: (number: PhoneNumber) => ({ pk: `NUMBER#${number}`, sk: 'NUMBER' }),
} as const;
