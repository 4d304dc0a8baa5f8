/** What callers leave behind, on its way to the client: voicemail, callbacks, missed callers; and the routes about them. */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, QueueId, TicketId } from '../ids.ts';
import { callbackResults, voicemailStates } from '../left/words.ts';

const whose = {
  /** Absent when it was withheld. */
  number: z.string().optional(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
};

export const VoicemailView = z.object({
  voicemailId: z.string(),
  /** Grows with each change: an older word is passed over. */
  version: z.number().int(),
  contactId: ContactId,
  ticketId: TicketId,
  queueId: QueueId.optional(),
  agentId: AgentId.optional(),
  /** What the queue, or the agent, is called. */
  forName: z.string(),
  ...whose,
  seconds: z.number().int(),
  at: Instant,
  state: z.enum(voicemailStates),
  heardBy: AgentId.optional(),
  heardByName: z.string().optional(),
  heardAt: Instant.optional(),
  ownerId: AgentId.optional(),
  ownerName: z.string().optional(),
});
export type VoicemailView = z.infer<typeof VoicemailView>;

/** Heard it; takes it over, or gives it back; nothing is left to do, or something is after all. */
export const VoicemailRequest = z.strictObject({ do: z.enum(['heard', 'take', 'leave', 'done', 'again']) });
export type VoicemailRequest = z.infer<typeof VoicemailRequest>;

export const CallbackView = z.object({
  contactId: ContactId,
  version: z.number().int(),
  queueId: QueueId,
  queueName: z.string(),
  ...whose,
  arrivedAt: Instant,
  requestedAt: Instant,
  dueAt: Instant.optional(),
  untilAt: Instant.optional(),
  attempts: z.number().int(),
  most: z.number().int(),
  last: z.enum(callbackResults).optional(),
  /** `waiting`: as soon as somebody is free. `scheduled`: not before `dueAt`. `calling`: an agent is at it. `closed`: over. */
  state: z.enum(['requested', 'waiting', 'scheduled', 'calling', 'closed']),
  agentName: z.string().optional(),
});
export type CallbackView = z.infer<typeof CallbackView>;

export const MissedView = z.object({
  number: z.string(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  queueId: QueueId,
  queueName: z.string(),
  count: z.number().int(),
  lastAt: Instant,
  /** They have reached somebody, or nobody cares any more: it leaves the list. */
  cleared: z.boolean(),
});
export type MissedView = z.infer<typeof MissedView>;

const empty = z.strictObject({});

export const leftRoutes = {
  'GET /api/left': {
    request: empty,
    answer: z.object({ voicemails: z.array(VoicemailView), callbacks: z.array(CallbackView), missed: z.array(MissedView) }),
  },
  'POST /api/voicemail/{voicemailId}': { request: VoicemailRequest, answer: VoicemailView },
  'POST /api/voicemail/{voicemailId}/play': { request: empty, answer: z.object({ url: z.string() }) },
} as const;
