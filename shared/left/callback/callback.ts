/**
 * A call back that a customer has asked for. It is the same contact, with its arrival and its place: their call ends, the contact waits on
 * without one, and whoever is offered it calls them.
 */
import { z } from 'zod';
import { AgentId, ContactId, Instant, PhoneNumber, TransactionId } from '../../ids.ts';
import { ReasonId } from '../../reasons/words.ts';

export const Callback = z.object({
  number: PhoneNumber,
  /**
   * `requested`: the customer is still on the line. `open`: the contact waits without a call, or is being called. `reached`: they talk.
   * `closed`: nobody calls any more.
   */
  state: z.enum(['requested', 'open', 'reached', 'closed']),
  requestedAt: Instant,
  /** Not before; absent: when its turn comes. */
  dueAt: Instant.optional(),
  /** Not after. */
  untilAt: Instant.optional(),
  /** Its time in the queue has begun. */
  queued: z.boolean().optional(),
  /** Calls that were made, with the one that rings. */
  attempts: z.number().int().nonnegative(),
  most: z.number().int().positive(),
  /** The customer is called: before, the agent reads who they are. */
  dials: z.boolean().optional(),
  /** When the customer is called without the agent pressing. */
  callAt: Instant.optional(),
  /** What became of the last attempt, and whose it was. */
  last: ReasonId.optional(),
  lastAgentId: AgentId.optional(),
  /** Whose request for the number came before this one: it may be ringing there still. */
  after: ContactId.optional(),
  /** Calls of this contact that are over: what they still tell counts for nothing. */
  past: z.array(TransactionId).max(50),
});
export type Callback = z.infer<typeof Callback>;

/** What a queue says of its callbacks. */
export const CallbackSettings = z.strictObject({
  /** Default 3. */
  attempts: z.number().int().min(1).max(10).optional(),
  /** Between two attempts; default 15. */
  spacingMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .optional(),
  /** After so long with the customer's record the call is made by itself; default 20, 0: at once. */
  callAfterSeconds: z.number().int().min(0).max(300).optional(),
});
export type CallbackSettings = z.infer<typeof CallbackSettings>;

export const callbackDefaults = { attempts: 3, spacingMinutes: 15, callAfterSeconds: 20 } as const;

/** Does the contact wait, without a call, for being called back; or is it being called? */
export const isOpenCallback = ({ callback }: { callback?: Callback | undefined }): boolean => callback?.state === 'open';

/** The number has a request that is not over. */
export const callbackKeys = {
  number: (number: PhoneNumber) => ({ pk: `NUMBER#${number}`, sk: 'CALLBACK' }),
  /** In the Routing table: the open callbacks of a queue. */
  place: (queueId: string, contactId: string) => ({ pk: `CALLBACKS#${queueId}`, sk: `CALLBACK#${contactId}` }),
} as const;
