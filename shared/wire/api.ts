/**
 * What travels between the client and the HTTP API: one entry per route, with the request's body and the answer.
 * The client imports only this folder and types.
 */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, QueueId, TicketId } from '../ids.ts';
import { agentStates, breakReasons, statuses } from '../agents/words.ts';
import { contactStates, dispositions } from '../contacts/words.ts';
import { ticketStatuses } from '../tickets/words.ts';

/** What `amazon-chime-sdk-js` needs to join: the two results of the Meetings API, passed through unchanged. */
export const JoinInfo = z.object({
  meeting: z.looseObject({ MeetingId: z.string() }),
  attendee: z.object({ AttendeeId: z.string(), ExternalUserId: z.string(), JoinToken: z.string() }),
});
export type JoinInfo = z.infer<typeof JoinInfo>;

export const CustomerView = z.object({
  customerId: CustomerId,
  name: z.string(),
  company: z.string().optional(),
  email: z.string().optional(),
  numbers: z.array(z.string()),
  notes: z.string().optional(),
  since: Instant,
});
export type CustomerView = z.infer<typeof CustomerView>;

/** One earlier contact in a customer's history, newest first. */
export const HistoryLine = z.object({
  contactId: ContactId,
  arrivedAt: Instant,
  topic: z.string().optional(),
  agentName: z.string().optional(),
  disposition: z.enum(dispositions).optional(),
  notes: z.string().optional(),
});
export type HistoryLine = z.infer<typeof HistoryLine>;

export const TicketView = z.object({
  ticketId: TicketId,
  subject: z.string(),
  status: z.enum(ticketStatuses),
  openedAt: Instant,
  updatedAt: Instant,
  ownerId: AgentId.optional(),
  dueAt: Instant.optional(),
  customerName: z.string().optional(),
  notes: z.string().optional(),
});
export type TicketView = z.infer<typeof TicketView>;

/** A contact as its agent sees it, from offer to wrap-up. */
export const ContactView = z.object({
  contactId: ContactId,
  n: z.number().int().positive(),
  state: z.enum(['offered', 'accepted', 'connected', 'wrapping-up']),
  /** Since when it is in this state. */
  since: Instant,
  queueName: z.string(),
  topic: z.string().optional(),
  arrivedAt: Instant,
  connectedAt: Instant.optional(),
  /** Absent when the caller withheld the number. */
  callerNumber: z.string().optional(),
  customer: CustomerView.optional(),
  history: z.array(HistoryLine),
  openTickets: z.array(TicketView),
  attributes: z.record(z.string(), z.string()),
  /** Why this agent. */
  reason: z.string(),
  offeredAt: Instant.optional(),
  deadlineAt: Instant.optional(),
  wrapUpDueAt: Instant.optional(),
  mayDecline: z.boolean(),
  join: JoinInfo.optional(),
});
export type ContactView = z.infer<typeof ContactView>;

export const AgentView = z.object({
  agentId: AgentId,
  name: z.string(),
  status: z.enum(statuses),
  breakReason: z.enum(breakReasons).optional(),
  state: z.enum(agentStates),
  since: Instant,
  nextStatus: z.enum(statuses).optional(),
  nextBreakReason: z.enum(breakReasons).optional(),
  /** A word to the agent about what the system did, for example that an offer was missed. */
  notice: z.string().optional(),
});
export type AgentView = z.infer<typeof AgentView>;

/** Everything a client needs after sign-in or reconnect. `contact` is the offer, the call or the open wrap-up. */
export const Me = z.object({
  agent: AgentView,
  groups: z.array(z.enum(['agents', 'supervisors', 'administrators'])),
  contact: ContactView.optional(),
  serverTime: Instant,
});
export type Me = z.infer<typeof Me>;

export const FloorQueue = z.object({
  queueId: QueueId,
  name: z.string(),
  waiting: z.number().int().nonnegative(),
  longestSince: Instant.optional(),
});
export const FloorAgent = AgentView.omit({ notice: true }).extend({ live: z.boolean(), queueName: z.string().optional() });
export const Floor = z.object({ queues: z.array(FloorQueue), agents: z.array(FloorAgent), serverTime: Instant });
export type FloorQueue = z.infer<typeof FloorQueue>;
export type FloorAgent = z.infer<typeof FloorAgent>;
export type Floor = z.infer<typeof Floor>;

export const TimelineLine = z.object({ seq: z.number().int(), at: Instant, type: z.string(), sentence: z.string() });
export const Timeline = z.object({
  contactId: ContactId,
  state: z.enum(contactStates),
  callerNumber: z.string().optional(),
  customerName: z.string().optional(),
  lines: z.array(TimelineLine),
});
export type Timeline = z.infer<typeof Timeline>;

export const WrapUpRequest = z
  .strictObject({
    n: z.number().int().positive(),
    disposition: z.enum(dispositions),
    notes: z.string().max(10_000).default(''),
    /** The open ticket to attach to; a new one is made when absent. */
    ticketId: TicketId.optional(),
    subject: z.string().max(200).optional(),
    ticketStatus: z.enum(ticketStatuses),
    ownerId: AgentId.optional(),
    dueAt: Instant.optional(),
  })
  .refine((w) => w.ticketStatus !== 'requires-follow-up' || (w.ownerId !== undefined && w.dueAt !== undefined), {
    message: 'A follow-up needs an owner and a due time.',
    path: ['dueAt'],
  });
export type WrapUpRequest = z.infer<typeof WrapUpRequest>;

/** Done, or moved. `updatedAt` is that of the ticket as the person saw it: one changed since is left alone. */
export const TicketStatusRequest = z
  .strictObject({
    status: z.enum(ticketStatuses),
    /** Who follows up; without it the owner stays. */
    ownerId: AgentId.optional(),
    dueAt: Instant.optional(),
    updatedAt: Instant,
  })
  .refine((ticket) => ticket.status !== 'requires-follow-up' || ticket.dueAt !== undefined, {
    message: 'A follow-up needs a due time.',
    path: ['dueAt'],
  });
export type TicketStatusRequest = z.infer<typeof TicketStatusRequest>;

const empty = z.strictObject({});
const Which = z.strictObject({ n: z.number().int().positive() });

/** Every route of the HTTP API. `{contactId}` and the like stand for path parameters. */
export const routes = {
  'GET /api/me': { request: empty, answer: Me },
  'POST /api/me/status': {
    request: z.strictObject({ status: z.enum(statuses), breakReason: z.enum(breakReasons).optional() }),
    answer: AgentView,
  },
  'POST /api/live-ticket': { request: empty, answer: z.object({ ticket: z.string(), url: z.string() }) },
  'POST /api/contacts/{contactId}/accept': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/decline': { request: Which, answer: AgentView },
  'POST /api/contacts/{contactId}/audio-started': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/hang-up': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/extend-wrap-up': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/wrap-up': { request: WrapUpRequest, answer: Me },
  'GET /api/contacts/{contactId}/timeline': { request: empty, answer: Timeline },
  'GET /api/follow-ups': { request: empty, answer: z.object({ tickets: z.array(TicketView) }) },
  'POST /api/tickets/{ticketId}/status': { request: TicketStatusRequest, answer: TicketView },
  'GET /api/colleagues': { request: empty, answer: z.object({ agents: z.array(z.object({ agentId: AgentId, name: z.string() })) }) },
  'GET /api/floor': { request: empty, answer: Floor },
} as const;
export type Route = keyof typeof routes;
export type Answer<R extends Route> = z.infer<(typeof routes)[R]['answer']>;
export type Request<R extends Route> = z.input<(typeof routes)[R]['request']>;
