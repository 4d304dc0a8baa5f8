/** What callers leave behind, on its way to the client: voicemail, callbacks, missed callers; and the routes about them. */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, QueueId, TicketId } from '../ids.ts';
import { voicemailStates } from '../left/words.ts';
import { ReasonId } from '../reasons/words.ts';

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
  last: ReasonId.optional(),
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
const Which = z.strictObject({ n: z.number().int().positive() });

/** Of an offered or accepted contact: whom the agent will call back. */
export const CallbackInfo = z.object({
  number: z.string(),
  requestedAt: Instant,
  /** The attempt that this is, and of how many. */
  attempt: z.number().int().positive(),
  most: z.number().int().positive(),
  last: ReasonId.optional(),
  /** `offered`: not yet the agent’s. `ready`: they call by pressing, or at `callAt` by itself. `calling`: it rings, or they talk. */
  face: z.enum(['offered', 'ready', 'calling', 'over']),
  callAt: Instant.optional(),
});
export type CallbackInfo = z.infer<typeof CallbackInfo>;

export const leftRoutes = {
  'GET /api/left': {
    request: empty,
    answer: z.object({ voicemails: z.array(VoicemailView), callbacks: z.array(CallbackView), missed: z.array(MissedView) }),
  },
  'POST /api/voicemail/{voicemailId}': { request: VoicemailRequest, answer: VoicemailView },
  /** The customer of an accepted callback is called now. */
  'POST /api/contacts/{contactId}/call': { request: Which, answer: z.object({}) },
  /** What has become of the call, where only the agent can tell: then the attempt is over. */
  'POST /api/contacts/{contactId}/result': {
    request: z.strictObject({ n: z.number().int().positive(), result: ReasonId }),
    answer: z.object({}),
  },
  'POST /api/callbacks/{contactId}/cancel': { request: empty, answer: CallbackView },
  'POST /api/callbacks/{contactId}/reschedule': {
    request: z.strictObject({ dueAt: Instant, untilAt: Instant.optional() }),
    answer: CallbackView,
  },
  'POST /api/voicemail/{voicemailId}/play': { request: empty, answer: z.object({ url: z.string() }) },
} as const;
