/**
 * What travels between the client and the HTTP API: one entry per route, with the request's body and the answer.
 * The client imports only this folder and types.
 */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, QueueId, TicketId } from '../ids.ts';
import { Device } from '../agents/device.ts';
import { agentStates, statuses } from '../agents/words.ts';
import { contactStates, directions, endReasons } from '../contacts/words.ts';
import { ReasonId } from '../reasons/words.ts';
import { talkStates, type TalkState } from '../talk/machine.ts';
import { Party, PartyId, purposes, refusals } from '../talk/party.ts';
import { ticketStatuses } from '../tickets/words.ts';
import { CallbackInfo, leftRoutes } from './left.ts';
import { promptsRoutes } from './prompts.ts';
import { routingRoutes } from './routing.ts';
import { settingsRoutes } from './settings.ts';

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
  disposition: ReasonId.optional(),
  notes: z.string().optional(),
  /** Whose wrap-up of it is missing. */
  missedBy: AgentId.optional(),
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
  /** To call them. */
  customerId: CustomerId.optional(),
  customerNumber: z.string().optional(),
  notes: z.string().optional(),
});
export type TicketView = z.infer<typeof TicketView>;

/** Somebody in the conversation, as the agents in it see them. */
export const PartyView = Party.pick({ partyId: true, kind: true, state: true, since: true, held: true, muted: true, agentId: true }).extend(
  {
    name: z.string(),
    /** Shown beside the name: an outside number, or the telephone on which a colleague talks. */
    number: z.string().optional(),
    ringing: z.boolean(),
    away: z.boolean(),
    /** Whose contact it is. */
    owner: z.boolean(),
    /** The agent who reads this. */
    me: z.boolean(),
  },
);
export type PartyView = z.infer<typeof PartyView>;

/** The conversation. `version` counts its turns and goes back with each command, so that a command on what is no longer so changes nothing. */
export const TalkView = z.object({
  state: z.enum(Object.keys(talkStates) as [TalkState, ...TalkState[]]),
  version: z.number().int().nonnegative(),
  parties: z.array(PartyView),
  /** Why whoever was called last did not come: of a party that is no longer listed. */
  refused: z.object({ partyId: PartyId, why: z.enum(refusals) }).optional(),
  /** Since when the customer hears music. */
  heldSince: Instant.optional(),
  /** May this agent command it, or only leave? */
  mine: z.boolean(),
});
export type TalkView = z.infer<typeof TalkView>;

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
  /** What the caller said to being recorded; absent: nobody has spoken of it. */
  consent: z.enum(['given', 'refused', 'notified']).optional(),
  /** In which the caller chose to be spoken to. */
  language: z.string().optional(),
  /** Why this agent. */
  reason: z.string(),
  offeredAt: Instant.optional(),
  deadlineAt: Instant.optional(),
  wrapUpDueAt: Instant.optional(),
  mayDecline: z.boolean(),
  join: JoinInfo.optional(),
  /** Absent: inbound. */
  direction: z.enum(directions).optional(),
  /** Why the agent is asked: the contact itself, or into somebody else's conversation. */
  purpose: z.enum(purposes).optional(),
  invitedBy: z.string().optional(),
  talk: TalkView.optional(),
  /** Accept by itself, with a beep. */
  autoAccept: z.boolean().optional(),
  /** Audio runs over the agent's telephone: the client joins nothing and says so. */
  byPhone: z.boolean().optional(),
  /** The agent who handed it on may have it back until then. */
  takeBackUntil: Instant.optional(),
  /** The customer has asked to be called back. */
  callback: CallbackInfo.optional(),
  /** What the contact is about, when that is known already. */
  ticketId: TicketId.optional(),
  /** Why the conversation is over; of an outbound contact: what became of the call. */
  endReason: z.enum(endReasons).optional(),
  /** What colleagues had written when they asked for this agent, or sent the customer on. */
  passedNotes: z.array(z.object({ name: z.string(), text: z.string() })).optional(),
  /** The agent was lost, and the contact went on without them. */
  lost: z.boolean().optional(),
  /** The time to wrap it up is over, and nothing was handed in. */
  missed: z.boolean().optional(),
});
export type ContactView = z.infer<typeof ContactView>;

export const AgentView = z.object({
  agentId: AgentId,
  name: z.string(),
  status: z.enum(statuses),
  breakReason: ReasonId.optional(),
  /** When they mean to be back from the break. */
  backAt: Instant.optional(),
  state: z.enum(agentStates),
  since: Instant,
  nextStatus: z.enum(statuses).optional(),
  nextBreakReason: ReasonId.optional(),
  nextBackAt: Instant.optional(),
  /** A word to the agent about what the system did, for example that an offer was missed. */
  notice: z.string().optional(),
  device: Device.optional(),
  extension: z.string().optional(),
  help: z.object({ since: Instant, contactId: ContactId.optional(), text: z.string().optional() }).optional(),
  /** Wrap-ups that the agent missed and may still hand in, the oldest first. */
  late: z.array(z.object({ contactId: ContactId, n: z.number().int().positive() })).optional(),
});
export type AgentView = z.infer<typeof AgentView>;

/** An agent whose hand is up, as supervisors see it. */
export const Hand = z.object({ agentId: AgentId, name: z.string(), since: Instant, text: z.string().optional() });
export type Hand = z.infer<typeof Hand>;

/** Everything a client needs after sign-in or reconnect. `contact` is the offer, the call or the open wrap-up. */
export const Me = z.object({
  agent: AgentView,
  groups: z.array(z.enum(['agents', 'supervisors', 'administrators'])),
  contact: ContactView.optional(),
  /** The oldest wrap-up that the agent missed, by a lost connection or for want of time: to be handed in between calls. */
  late: ContactView.optional(),
  /** Hands that are up: for supervisors only. */
  hands: z.array(Hand).optional(),
  serverTime: Instant,
});
export type Me = z.infer<typeof Me>;

export const FloorQueue = z.object({
  queueId: QueueId,
  name: z.string(),
  waiting: z.number().int().nonnegative(),
  longestSince: Instant.optional(),
  /** What its latest callers were told of their wait, against how long they waited; absent while too few were told. */
  accuracy: z.object({ told: z.number().int(), medianOffMs: z.number(), withinMinute: z.number(), meanLateMs: z.number() }).optional(),
});
export const FloorAgent = AgentView.omit({ notice: true }).extend({
  live: z.boolean(),
  /** The routing profile by which they are found. */
  profileName: z.string().optional(),
  queueName: z.string().optional(),
});
export const Floor = z.object({ queues: z.array(FloorQueue), agents: z.array(FloorAgent), serverTime: Instant });
export type FloorQueue = z.infer<typeof FloorQueue>;
export type FloorAgent = z.infer<typeof FloorAgent>;
export type Floor = z.infer<typeof Floor>;

export const TimelineLine = z.object({ seq: z.number().int(), at: Instant, type: z.string(), sentence: z.string() });
/** A wrap-up that nobody handed in. */
export const MissedWrapUp = z.object({ n: z.number().int().positive(), agentId: AgentId, agentName: z.string() });
export type MissedWrapUp = z.infer<typeof MissedWrapUp>;
export const Timeline = z.object({
  contactId: ContactId,
  state: z.enum(contactStates),
  callerNumber: z.string().optional(),
  customerName: z.string().optional(),
  lines: z.array(TimelineLine),
  /** To be handed in by their agents, or by a supervisor. */
  missed: z.array(MissedWrapUp),
  /** What the wrap-up form needs; only while one is missed. */
  wrapUp: z.object({ topic: z.string().optional(), openTickets: z.array(TicketView) }).optional(),
});
export type Timeline = z.infer<typeof Timeline>;

export const WrapUpRequest = z
  .strictObject({
    n: z.number().int().positive(),
    disposition: ReasonId,
    notes: z.string().max(10_000).default(''),
    /** The open ticket to attach to; a new one is made when absent. */
    ticketId: TicketId.optional(),
    subject: z.string().max(200).optional(),
    ticketStatus: z.enum(ticketStatuses),
    ownerId: AgentId.optional(),
    dueAt: Instant.optional(),
    /** Whose wrap-up it is, when a supervisor hands in what its agent missed. */
    agentId: AgentId.optional(),
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

/** Whom a call can go to. An extension is a colleague's; the client resolves it by the directory. */
export const Target = z.union([
  z.strictObject({ agentId: AgentId }),
  z.strictObject({ queueId: QueueId }),
  /** As typed, in any usual spelling; read as E.164, national numbers by the company's country. */
  z.strictObject({ number: z.string().min(2).max(40), name: z.string().max(120).optional() }),
]);
export type Target = z.infer<typeof Target>;

/** So much of an agent's notes goes on with the contact. */
export const mostPassedNotes = 2000;

const party = { partyId: PartyId };
/** What an agent does with a conversation; what is allowed when stands in `shared/talk/machine.ts`. */
export const TalkCommand = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('hold') }),
  z.strictObject({ do: z.literal('resume') }),
  z.strictObject({ do: z.literal('consult'), target: Target }),
  z.strictObject({ do: z.literal('add'), target: Target }),
  z.strictObject({ do: z.literal('cancel') }),
  z.strictObject({ do: z.literal('swap') }),
  z.strictObject({ do: z.literal('merge') }),
  z.strictObject({ do: z.literal('drop'), ...party }),
  z.strictObject({ do: z.literal('hold-party'), ...party }),
  z.strictObject({ do: z.literal('resume-party'), ...party }),
  z.strictObject({ do: z.literal('mute'), ...party, muted: z.boolean() }),
  z.strictObject({ do: z.literal('keys'), ...party, digits: z.string().regex(/^[0-9*#]{1,50}$/) }),
  z.strictObject({ do: z.literal('complete') }),
  z.strictObject({ do: z.literal('hand-over'), target: Target }),
  z.strictObject({ do: z.literal('pass-on'), target: Target }),
]);
export type TalkCommand = z.infer<typeof TalkCommand>;

export const TalkRequest = z.strictObject({
  n: z.number().int().positive(),
  /** The version that the agent saw when they pressed. */
  version: z.number().int().nonnegative(),
  /** The same for each repeat of one press: a repeat is answered and does nothing. */
  commandId: z.string().min(8).max(64),
  command: TalkCommand,
  /** What the agent has written so far: whoever is asked or gets the contact reads it. */
  notes: z.string().max(mostPassedNotes).optional(),
});
export type TalkRequest = z.infer<typeof TalkRequest>;

/** What the picker shows. */
export const Directory = z.object({
  agents: z.array(
    z.object({
      agentId: AgentId,
      name: z.string(),
      extension: z.string().optional(),
      status: z.enum(statuses),
      breakReason: ReasonId.optional(),
      backAt: Instant.optional(),
      state: z.enum(agentStates),
      since: Instant,
      live: z.boolean(),
      /** Can be called now; else `why` says why not. */
      reachable: z.boolean(),
      why: z.string().optional(),
      /** May be called in by one key. */
      supervisor: z.boolean().optional(),
    }),
  ),
  queues: z.array(
    z.object({
      queueId: QueueId,
      name: z.string(),
      open: z.boolean(),
      /** Agents with a living client who serve it and are not away. */
      staffed: z.number().int().nonnegative(),
      waiting: z.number().int().nonnegative(),
      longestSince: Instant.optional(),
      /** Rounded up to minutes; absent when it can't be told. */
      expectedWaitMinutes: z.number().int().positive().optional(),
    }),
  ),
  serverTime: Instant,
});
export type Directory = z.infer<typeof Directory>;

export const CallRequest = z.union([
  z.strictObject({
    number: z.string().min(2).max(40),
    queueId: QueueId.optional(),
    customerId: CustomerId.optional(),
    /** What the call is about: a message that was left. */
    ticketId: TicketId.optional(),
  }),
  z.strictObject({ agentId: AgentId }),
]);
export type CallRequest = z.infer<typeof CallRequest>;

export const HelpMessage = z.object({
  messageId: z.string(),
  agentId: AgentId,
  fromId: AgentId,
  fromName: z.string(),
  text: z.string(),
  at: Instant,
});
export type HelpMessage = z.infer<typeof HelpMessage>;

const empty = z.strictObject({});
const Which = z.strictObject({ n: z.number().int().positive() });

/** Every route of the HTTP API. `{contactId}` and the like stand for path parameters. */
export const routes = {
  'GET /api/me': { request: empty, answer: Me },
  'POST /api/me/status': {
    request: z.strictObject({ status: z.enum(statuses), breakReason: ReasonId.optional(), backAt: Instant.optional() }),
    answer: AgentView,
  },
  'POST /api/live-ticket': { request: empty, answer: z.object({ ticket: z.string(), url: z.string() }) },
  'POST /api/contacts/{contactId}/accept': { request: Which, answer: ContactView },
  /** From the waiting list: the contact is the agent's, as if they had been offered it and accepted. */
  'POST /api/contacts/{contactId}/pick': { request: empty, answer: ContactView },
  'POST /api/contacts/{contactId}/decline': { request: Which, answer: AgentView },
  'POST /api/contacts/{contactId}/audio-started': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/hang-up': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/talk': { request: TalkRequest, answer: ContactView },
  'POST /api/contacts/{contactId}/take-back': { request: Which, answer: ContactView },
  'POST /api/calls': { request: CallRequest, answer: ContactView },
  'GET /api/directory': { request: empty, answer: Directory },
  'POST /api/me/device': { request: z.strictObject({ device: Device }), answer: AgentView },
  'POST /api/me/help': { request: z.strictObject({ on: z.boolean(), text: z.string().max(500).optional() }), answer: AgentView },
  'GET /api/help/{agentId}': { request: empty, answer: z.object({ messages: z.array(HelpMessage) }) },
  'POST /api/help/{agentId}': {
    request: z.strictObject({ messageId: z.string().min(8).max(64), text: z.string().min(1).max(2000) }),
    answer: HelpMessage,
  },
  'POST /api/help/{agentId}/end': { request: empty, answer: z.object({}) },
  'POST /api/contacts/{contactId}/extend-wrap-up': { request: Which, answer: ContactView },
  'POST /api/contacts/{contactId}/wrap-up': { request: WrapUpRequest, answer: Me },
  'POST /api/contacts/{contactId}/forget-wrap-up': { request: Which, answer: Me },
  'GET /api/contacts/{contactId}/timeline': { request: empty, answer: Timeline },
  'GET /api/follow-ups': { request: empty, answer: z.object({ tickets: z.array(TicketView) }) },
  'POST /api/tickets/{ticketId}/status': { request: TicketStatusRequest, answer: TicketView },
  'GET /api/colleagues': { request: empty, answer: z.object({ agents: z.array(z.object({ agentId: AgentId, name: z.string() })) }) },
  'GET /api/floor': { request: empty, answer: Floor },
  ...settingsRoutes,
  ...routingRoutes,
  ...leftRoutes,
  ...promptsRoutes,
} as const;
export type Route = keyof typeof routes;
export type Answer<R extends Route> = z.infer<(typeof routes)[R]['answer']>;
export type Request<R extends Route> = z.input<(typeof routes)[R]['request']>;
