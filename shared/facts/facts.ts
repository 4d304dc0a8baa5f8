/**
 * Facts: everything of ours that happened, in the past tense. A fact is written in the same transaction as the change that it
 * tells, numbered without gaps per subject, and reaches the bus from the table's stream. Reports are folds over facts. The number of the fact by
 * which a wrap-up ends is kept for it when the wrap-up begins: it is missing until then, and what came in between has higher ones.
 */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, PhoneNumber, ProfileId, QueueId, SkillId, TicketId, TransactionId } from '../ids.ts';
import { agentStates, statuses } from '../agents/words.ts';
import { directions, endReasons, leaveReasons, withdrawReasons } from '../contacts/words.ts';
import { Party, PartyId, partings, purposes, refusals } from '../talk/party.ts';
import { callbackEnds } from '../left/words.ts';
import { ReasonId } from '../reasons/words.ts';
import { settingKinds } from '../settings/words.ts';
import { ticketStatuses } from '../tickets/words.ts';

const n = z.number().int().positive();
const partyKind = Party.shape.kind;
const reason = z.string().max(200);
/** Which supervisor changed an agent, why, and until when. Absent: a setting of old, or nobody. */
const bySupervisor = { supervisorId: AgentId.optional(), note: reason.optional(), until: Instant.optional() };

/** One schema per fact: its subject (what its number counts) and its data. */
export const facts = {
  ContactArrived: {
    subject: 'contact',
    data: z.strictObject({
      channel: z.literal('voice'),
      transactionId: TransactionId,
      dialledNumber: z.string(),
      /** Absent when the caller withheld it. */
      callerNumber: PhoneNumber.optional(),
      flow: z.string(),
    }),
  },
  CustomerIdentified: { subject: 'contact', data: z.strictObject({ customerId: CustomerId, created: z.boolean() }) },
  ContactQueued: {
    subject: 'contact',
    data: z.strictObject({ queueId: QueueId, topic: z.string().optional(), priority: z.number().int(), again: z.boolean() }),
  },
  ContactOffered: {
    subject: 'contact',
    data: z.strictObject({ n, agentId: AgentId, queueId: QueueId, deadlineAt: Instant, reason }),
  },
  OfferAccepted: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId }) },
  OfferDeclined: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId }) },
  OfferMissed: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId, why: z.enum(['not-answered', 'no-audio']) }) },
  OfferWithdrawn: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId, why: z.enum(withdrawReasons) }) },
  ContactConnected: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId, waitedMs: z.number().int().nonnegative() }) },
  EntryLeft: {
    subject: 'contact',
    data: z.strictObject({
      queueId: QueueId,
      why: z.enum(leaveReasons),
      waitedMs: z.number().int().nonnegative(),
      /** The whole wait as the caller was first told it. */
      estimatedMs: z.number().int().nonnegative().optional(),
      /** Who had them leave, when a supervisor did. */
      by: AgentId.optional(),
    }),
  },
  /** A supervisor gave a waiting contact another priority. */
  PriorityChanged: {
    subject: 'contact',
    data: z.strictObject({ priority: z.number().int().min(0).max(9), by: AgentId, reason: reason.optional() }),
  },
  /** We called: an agent a customer, or an agent a colleague. */
  ContactDialled: {
    subject: 'contact',
    data: z.strictObject({
      n,
      agentId: AgentId,
      direction: z.enum(directions),
      queueId: QueueId.optional(),
      number: PhoneNumber.optional(),
    }),
  },
  ContactRinging: { subject: 'contact', data: z.strictObject({}) },
  ContactHeld: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId }) },
  ContactResumed: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId, heldMs: z.number().int().nonnegative() }) },
  PartyCalled: {
    subject: 'contact',
    data: z.strictObject({ partyId: PartyId, kind: partyKind, agentId: AgentId.optional(), purpose: z.enum(purposes), by: AgentId }),
  },
  PartyJoined: { subject: 'contact', data: z.strictObject({ partyId: PartyId, kind: partyKind, agentId: AgentId.optional() }) },
  PartyRefused: { subject: 'contact', data: z.strictObject({ partyId: PartyId, agentId: AgentId.optional(), why: z.enum(refusals) }) },
  PartyLeft: { subject: 'contact', data: z.strictObject({ partyId: PartyId, agentId: AgentId.optional(), why: z.enum(partings) }) },
  PartyHeld: { subject: 'contact', data: z.strictObject({ partyId: PartyId, held: z.boolean(), by: AgentId }) },
  PartyMuted: { subject: 'contact', data: z.strictObject({ partyId: PartyId, muted: z.boolean(), by: AgentId }) },
  /** The contact changed hands: to an agent, a queue or an outside number, after a talk (`warm`) or without. */
  ContactTransferred: {
    subject: 'contact',
    data: z.strictObject({
      from: AgentId,
      n,
      warm: z.boolean(),
      toAgentId: AgentId.optional(),
      toQueueId: QueueId.optional(),
      toNumber: PhoneNumber.optional(),
    }),
  },
  ContactTakenBack: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId }) },
  AgentLost: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId }) },
  AgentReturned: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId, awayMs: z.number().int().nonnegative() }) },
  HelpAsked: { subject: 'agent', data: z.strictObject({ contactId: ContactId.optional() }) },
  HelpEnded: { subject: 'agent', data: z.strictObject({ by: AgentId }) },
  CustomerAuthenticated: { subject: 'contact', data: z.strictObject({ customerId: CustomerId }) },
  ConsentNoted: { subject: 'contact', data: z.strictObject({ consent: z.enum(['given', 'refused', 'notified']) }) },
  LanguageChosen: { subject: 'contact', data: z.strictObject({ language: z.string() }) },
  /** A flow sent the call on to another flow: its next run. */
  FlowEntered: { subject: 'contact', data: z.strictObject({ flow: z.string(), run: z.number().int().positive(), from: z.string() }) },
  CallLost: { subject: 'contact', data: z.strictObject({ flow: z.string(), why: reason }) },
  ContactEnded: { subject: 'contact', data: z.strictObject({ why: z.enum(endReasons), agentId: AgentId.optional() }) },
  /** A message for a queue or an agent lies in the recordings under `key`. */
  VoicemailLeft: {
    subject: 'contact',
    data: z.strictObject({
      voicemailId: z.string(),
      ticketId: TicketId,
      key: z.string(),
      seconds: z.number().int().nonnegative(),
      queueId: QueueId.optional(),
      agentId: AgentId.optional(),
    }),
  },
  /** `replaces`: an earlier request for the same number, whose arrival this one keeps. */
  CallbackRequested: {
    subject: 'contact',
    data: z.strictObject({ queueId: QueueId, dueAt: Instant.optional(), untilAt: Instant.optional(), replaces: ContactId.optional() }),
  },
  CallbackAttempted: {
    subject: 'contact',
    data: z.strictObject({
      n,
      agentId: AgentId,
      attempt: z.number().int().nonnegative(),
      result: ReasonId,
      nextAt: Instant.optional(),
    }),
  },
  CallbackRescheduled: { subject: 'contact', data: z.strictObject({ dueAt: Instant, untilAt: Instant.optional(), by: AgentId }) },
  /** `ticketId`: the one that somebody has to follow up, when nobody was reached. */
  CallbackClosed: {
    subject: 'contact',
    data: z.strictObject({
      why: z.enum(callbackEnds),
      attempts: z.number().int().nonnegative(),
      agentId: AgentId.optional(),
      ticketId: TicketId.optional(),
    }),
  },
  WrapUpCompleted: {
    subject: 'contact',
    data: z.strictObject({
      n,
      agentId: AgentId,
      ticketId: TicketId,
      disposition: ReasonId,
      ticketStatus: z.enum(ticketStatuses),
      tookMs: z.number().int().nonnegative(),
      /** The supervisor who handed in what its agent had missed. */
      by: AgentId.optional(),
    }),
  },
  /** The wrap-up's time ran out before the agent had handed it in. */
  WrapUpExpired: { subject: 'contact', data: z.strictObject({ n, agentId: AgentId, tookMs: z.number().int().nonnegative() }) },
  AgentStatusChanged: {
    subject: 'agent',
    data: z.strictObject({
      status: z.enum(statuses),
      reason: ReasonId.optional(),
      by: z.enum(['agent', 'system', 'supervisor']),
      ...bySupervisor,
    }),
  },
  AgentStateChanged: { subject: 'agent', data: z.strictObject({ state: z.enum(agentStates), contactId: ContactId.optional() }) },
  AgentProfileChanged: { subject: 'agent', data: z.strictObject({ profileId: ProfileId, ...bySupervisor }) },
  AgentSkillsChanged: {
    subject: 'agent',
    data: z.strictObject({ skills: z.record(SkillId, z.number().int().min(1).max(5)), ...bySupervisor }),
  },
  /** An administrator changed who may do what; `fields` are the names of those that differ. */
  UserChanged: {
    subject: 'agent',
    data: z.strictObject({
      change: z.enum(['changed', 'deactivated', 'reactivated']),
      fields: z.array(z.string()).optional(),
      by: AgentId,
    }),
  },
  CustomerCreated: { subject: 'customer', data: z.strictObject({ from: z.enum(['call', 'agent', 'import']) }) },
  TicketOpened: {
    subject: 'ticket',
    data: z.strictObject({ customerId: CustomerId.optional(), contactId: ContactId, status: z.enum(ticketStatuses) }),
  },
  TicketUpdated: {
    subject: 'ticket',
    data: z.strictObject({
      contactId: ContactId.optional(),
      status: z.enum(ticketStatuses),
      ownerId: AgentId.optional(),
      dueAt: Instant.optional(),
    }),
  },
  /** Somebody changed a setting; `fields` are the names of those that differ. The subject's id is `<kind>/<id>`, its number the version. */
  SettingChanged: {
    subject: 'setting',
    data: z.strictObject({
      kind: z.enum(settingKinds),
      id: z.string(),
      change: z.enum(['made', 'changed', 'removed']),
      fields: z.array(z.string()),
      by: z.string(),
    }),
  },
  /** Somebody changed a prompt, its words or its recordings; the subject's id is `prompt/<language>/<name>`, its number the version. */
  PromptChanged: {
    subject: 'setting',
    data: z.strictObject({ language: z.string(), name: z.string(), change: z.enum(['made', 'changed', 'removed']), by: z.string() }),
  },
} as const;

export type FactType = keyof typeof facts;
export const factTypes = Object.keys(facts) as FactType[];
export type Subject = (typeof facts)[FactType]['subject'];
export type FactData<T extends FactType> = z.infer<(typeof facts)[T]['data']>;

/** What every fact carries, whatever happened. `factId` is `<subject>#<id>#<seq>`: consumers are idempotent by it. */
export const FactEnvelope = z.object({
  schemaVersion: z.literal(1),
  factId: z.string(),
  type: z.enum(factTypes as [FactType, ...FactType[]]),
  subject: z.enum(['contact', 'agent', 'customer', 'ticket', 'setting']),
  subjectId: z.string(),
  seq: z.number().int().positive(),
  at: Instant,
  data: z.looseObject({}),
});
export type FactEnvelope = z.infer<typeof FactEnvelope>;
export type Fact<T extends FactType = FactType> = Omit<FactEnvelope, 'type' | 'data'> & { type: T; data: FactData<T> };

/** Parses a fact, data included. Throws a ZodError when it is none of ours. */
export function parseFact(value: unknown): Fact {
  const envelope = FactEnvelope.parse(value);
  return { ...envelope, data: facts[envelope.type].data.parse(envelope.data) };
}

/** Makes the fact numbered `seq` of its subject. */
export function makeFact<T extends FactType>(type: T, subjectId: string, seq: number, at: Instant, data: FactData<T>): Fact<T> {
  const { subject } = facts[type];
  return { schemaVersion: 1, factId: `${subject}#${subjectId}#${seq}`, type, subject, subjectId, seq, at, data };
}
