/**
 * What a browser's phone and the gateway say to each other over sockets at `/phone`. One socket holds one call, which its first message
 * begins: `dial`, or `accept` for a call that rings. Another socket is the bell: it says with `listen` for which number the phone rings,
 * stays open, and is told of each call to it.
 */
import { z } from 'zod';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const;
const number = z.string().regex(/^\+[1-9]\d{1,14}$/);
/** SDP of the browser's peer connection. */
const offer = z.string().min(1).max(64_000);
const call = z.uuid();

export const FromPhone = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('dial'),
    to: z.string().regex(/^\+?[0-9*#]{1,20}$/),
    /** Absent: the caller withholds the number. */
    from: number.optional(),
    offer,
  }),
  z.strictObject({ type: z.literal('accept'), call, offer }),
  z.strictObject({ type: z.literal('digit'), digit: z.enum(digits) }),
  z.strictObject({ type: z.literal('hang-up') }),
  /** Rings for this number from now on, and for no other. */
  z.strictObject({ type: z.literal('listen'), number }),
  /** The call is heard ringing. */
  z.strictObject({ type: z.literal('rings'), call }),
  /** `busy`: the phone is in a call; else somebody declined. */
  z.strictObject({ type: z.literal('decline'), call, busy: z.boolean() }),
]);
export type FromPhone = z.infer<typeof FromPhone>;

export type ToPhone =
  /** SDP that answers the offer; audio may flow, the call may still ring. */
  | { type: 'audio'; answer: string }
  | { type: 'ringing' }
  | { type: 'answered' }
  /** 0: ended normally; else a SIP status. The socket closes after it. */
  | { type: 'ended'; code: number }
  /** To the bell: somebody calls. `from` is missing when it is withheld. */
  | { type: 'incoming'; call: string; from?: string }
  /** To the bell: that call is over, or another page took it. */
  | { type: 'stopped'; call: string };
