/** What the telephony function and a flow's function say to each other. */
import { z } from 'zod';
import { Contact } from '../contacts/contact.ts';
import { ContactId } from '../ids.ts';
import { Step } from '../queues/queue.ts';
import { Action, limits, TelephonyEvent } from '../telephony/sma.ts';
import { Left } from './ask.ts';

export const FlowRequest = z.object({
  contactId: ContactId,
  event: TelephonyEvent,
  /** The contact as the telephony function has read it, so that the flow need not. */
  contact: Contact.optional(),
  /** Which of the contact's runs the flow is asked for. When the event carries another, the flow begins. Absent: 0. */
  run: z.number().int().nonnegative().optional(),
  /** In which the caller was spoken to when the run began. Absent: the default. */
  language: z.string().optional(),
  /** Why the caller left a queue for this flow. */
  left: Left.optional(),
});
export type FlowRequest = z.infer<typeof FlowRequest>;

export const FlowReply = z.discriminatedUnion('kind', [
  /** The call does these next; `record` goes into its attributes. */
  z.object({ kind: z.literal('act'), actions: z.array(Action).min(1).max(limits.actionsPerAnswer), record: z.string() }),
  /** The event changes nothing: what runs, runs on. */
  z.object({ kind: z.literal('nothing') }),
  z.object({
    kind: z.literal('enqueue'),
    topic: z.string(),
    record: z.string(),
    priority: z.number().int().min(0).max(9).optional(),
    steps: z.array(Step).max(10).optional(),
    fallback: z.string().optional(),
  }),
  /** The call goes on in another flow. */
  z.object({ kind: z.literal('flow'), flow: z.string(), record: z.string() }),
  z.object({ kind: z.literal('hang-up'), record: z.string() }),
  z.object({ kind: z.literal('lost'), why: z.string() }),
]);
export type FlowReply = z.infer<typeof FlowReply>;
