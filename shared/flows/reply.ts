/** What the telephony function and a flow's function say to each other. */
import { z } from 'zod';
import { ContactId } from '../ids.ts';
import { Action, limits, TelephonyEvent } from '../telephony/sma.ts';

export const FlowRequest = z.object({ contactId: ContactId, event: TelephonyEvent });
export type FlowRequest = z.infer<typeof FlowRequest>;

export const FlowReply = z.discriminatedUnion('kind', [
  /** The call does these next; `record` goes into its attributes. */
  z.object({ kind: z.literal('act'), actions: z.array(Action).min(1).max(limits.actionsPerAnswer), record: z.string() }),
  /** The event changes nothing: what runs, runs on. */
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.literal('enqueue'), topic: z.string(), record: z.string() }),
  z.object({ kind: z.literal('hang-up'), record: z.string() }),
  z.object({ kind: z.literal('lost'), why: z.string() }),
]);
export type FlowReply = z.infer<typeof FlowReply>;
