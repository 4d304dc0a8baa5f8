/** What a browser's phone and the gateway say to each other over the socket at `/phone`: one call per socket. */
import { z } from 'zod';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const;

export const FromPhone = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('dial'),
    to: z.string().regex(/^\+?[0-9*#]{1,20}$/),
    /** Absent: the caller withholds the number. */
    from: z
      .string()
      .regex(/^\+[1-9]\d{1,14}$/)
      .optional(),
    /** SDP of the browser's peer connection. */
    offer: z.string().min(1).max(64_000),
  }),
  z.strictObject({ type: z.literal('digit'), digit: z.enum(digits) }),
  z.strictObject({ type: z.literal('hang-up') }),
]);
export type FromPhone = z.infer<typeof FromPhone>;

export type ToPhone =
  /** SDP that answers the offer; audio may flow, the call may still ring. */
  | { type: 'audio'; answer: string }
  | { type: 'ringing' }
  | { type: 'answered' }
  /** 0: ended normally; else a SIP status. The socket closes after it. */
  | { type: 'ended'; code: number };
