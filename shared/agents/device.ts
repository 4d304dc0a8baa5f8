import { z } from 'zod';
import { PhoneNumber } from '../ids.ts';

/** With what an agent talks: the client's own audio, or a telephone that we ring. A desk phone at the gateway has a number too. */
export const Device = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('browser') }),
  z.strictObject({ kind: z.literal('phone'), number: PhoneNumber }),
]);
export type Device = z.infer<typeof Device>;
