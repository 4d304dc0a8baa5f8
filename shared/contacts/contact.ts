/** The items of the Contacts table that stand for a contact, its offers and its interactions. */
import { z } from 'zod';
import { AgentId, ContactId, CustomerId, Instant, PhoneNumber, ProfileId, QueueId, SkillId, TicketId, TransactionId } from '../ids.ts';
import { Callback } from '../left/callback/callback.ts';
import { Step } from '../queues/queue.ts';
import { strategies } from '../queues/words.ts';
import { Party, PartyId, purposes, refusals } from '../talk/party.ts';
import { ReasonId } from '../reasons/words.ts';
import { contactStates, directions, endReasons, offerStates } from './words.ts';

/** What a contact asks of whoever serves it: steps, each milder than the one before. `last` has become the agent's id, or has gone. */
export const Requirements = z.array(z.union([Step, z.strictObject({ queueId: QueueId }).transform((): Step => ({}))])).max(10);

/** What a contact says of the meeting in which it talks. How to get in (addresses, tokens) lies beside the contact (`meeting.ts`). */
export const Seats = z.object({
  meetingId: z.string(),
  /** The offer for which the meeting was made: the number of its description. Absent in what was written before it lay beside. */
  n: z.number().int().positive().optional(),
  caller: z.strictObject({ attendeeId: z.string(), joinToken: z.string().optional() }),
  agent: z.strictObject({ attendeeId: z.string(), joinToken: z.string().optional(), externalUserId: z.string().optional() }),
  meeting: z.looseObject({}).optional(),
});
export type Seats = z.infer<typeof Seats>;

export const Contact = z.object({
  schemaVersion: z.literal(1),
  contactId: ContactId,
  /** Grows by one with each write; every write is conditional on it. */
  version: z.number().int().nonnegative(),
  /** The number of the contact's last fact. */
  seq: z.number().int().nonnegative(),
  state: z.enum(contactStates),
  channel: z.literal('voice'),
  /** Who called whom; absent in what was written before calls went out: inbound. */
  direction: z.enum(directions).optional(),
  arrivedAt: Instant,
  /** The customer's call. Unknown while it is not dialled yet; an internal contact has none. */
  transactionId: TransactionId.optional(),
  /** The SIP media application that has the call: the doorbell's address. */
  applicationId: z.string().optional(),
  /** Of an inbound contact. */
  dialledNumber: z.string().optional(),
  callerNumber: PhoneNumber.optional(),
  customerId: CustomerId.optional(),
  /** The flow that an inbound call is in, or was in last. */
  flow: z.string().optional(),
  /**
   * How many flows the call has been in before this one: each has a record and claims of its own. A contact that leaves its queue unserved, or
   * that a flow sends to another, is `in-flow` again with the next run (decision 0012).
   */
  run: z.number().int().nonnegative().optional(),
  /** What the caller said to being recorded; `notified`: they were told, not asked. Absent: nobody has spoken of it. */
  consent: z.enum(['given', 'refused', 'notified']).optional(),
  /** In which the caller is spoken to, once they have chosen. */
  language: z.string().optional(),
  /** What the flow collected on the way (topic and the like), shown to the agent. */
  attributes: z.record(z.string(), z.string()),
  /** The last step of a flow that noted something here: what a repeat of an event would note once more has been. */
  noted: z.strictObject({ run: z.number().int().nonnegative(), step: z.number().int().nonnegative() }).optional(),
  topic: z.string().optional(),
  queueId: QueueId.optional(),
  queuedAt: Instant.optional(),
  priority: z.number().int().min(0).max(9).optional(),
  requirements: Requirements,
  /** When the first of the requirements began to hold. Absent: when it was queued. */
  stepsFrom: Instant.optional(),
  /** Further queues whose agents see it in their waiting lists: overflow of the present step. */
  alsoIn: z.array(QueueId).max(10).optional(),
  /** The flow to which it goes if it leaves its queue unserved. Absent: as its queue says. */
  fallback: z.string().optional(),
  /** Who declined it a moment ago, and until when they are not asked again. */
  declined: z.array(z.strictObject({ agentId: AgentId, until: Instant })).optional(),
  /** What the caller was told last of their wait, and first: what later words and the report of accuracy are measured by. */
  announced: z
    .strictObject({
      at: Instant,
      position: z.number().int().positive(),
      staffed: z.number().int().nonnegative(),
      /** When they will be served, as was said; absent when nothing was said of it. */
      servedBy: Instant.optional(),
      minutes: z.number().int().positive().optional(),
      /** The whole wait by the first estimate. */
      firstMs: z.number().int().nonnegative().optional(),
    })
    .optional(),
  /** Number of the last offer made, to whomever: 0 before the first. */
  offers: z.number().int().nonnegative(),
  /** Number of the offer or interaction of `agentId`. */
  n: z.number().int().positive().optional(),
  /** Whom the contact is offered to or talks with. */
  agentId: AgentId.optional(),
  seats: Seats.optional(),
  /**
   * Everybody in the conversation, the customer first; only while it is connected, dialling or passed on, and while it is offered to an agent
   * whose telephone we ring.
   */
  parties: z.array(Party).optional(),
  /** How many parties there have been besides the customer: the next is `p` and one more. */
  partiesEver: z.number().int().nonnegative().optional(),
  /** Keys pressed for the far end, the first first: `id` counts up within the contact, `partyId` says for whom. */
  presses: z
    .array(z.strictObject({ id: z.number().int().positive(), partyId: z.string(), digits: z.string() }))
    .max(20)
    .optional(),
  /** Passed on: the outside number that the customer's call is bridged to, when it is bridged. */
  bridge: z.strictObject({ number: PhoneNumber, callerId: PhoneNumber, since: Instant, answered: z.boolean() }).optional(),
  /** Who sent the contact away last, and until when they may take it back. */
  takeBack: z.strictObject({ agentId: AgentId, n: z.number().int().positive(), until: Instant }).optional(),
  /** How many turns its conversations have taken: what an agent must have seen for their command to mean what they saw. */
  turns: z.number().int().nonnegative().optional(),
  /** What agents had written when they asked somebody in or sent the customer on: the last of each, of the last few. */
  passedNotes: z.array(z.strictObject({ agentId: AgentId, name: z.string(), text: z.string() })).optional(),
  /** Who did not come when last somebody was called, and why. */
  refused: z.strictObject({ partyId: PartyId, why: z.enum(refusals) }).optional(),
  /** The last command's id: a repeat of it changes nothing. */
  commandId: z.string().optional(),
  /** The customer has asked to be called back. */
  callback: Callback.optional(),
  /** What the contact is about, when that is known before its wrap-up: a message that was left. */
  ticketId: TicketId.optional(),
  /** A prompt that the caller hears before the next music: a word about what has happened. */
  word: z.string().optional(),
  connectedAt: Instant.optional(),
  /** The share by whose audio it was connected: its interaction says so only when it goes on (`presentInteraction`). */
  connectedN: z.number().int().positive().optional(),
  /** The number of the fact, which the contact says itself, that it was queued (`said-by-contact.ts`). Absent: it was put down. */
  queuedSeq: z.number().int().positive().optional(),
  /** The number of the first of the two facts that the contact says itself of having been connected (`said-by-contact.ts`). Absent: they were put down. */
  connectedSeq: z.number().int().positive().optional(),
  /** With it: the whole wait as the caller was first told it, had they been told. */
  estimatedMs: z.number().int().nonnegative().optional(),
  endedAt: Instant.optional(),
  endReason: z.enum(endReasons).optional(),
  /** Renewed by each music segment: a contact past it has lost its call and leaves. */
  aliveUntil: Instant,
  /** For when the next look at that is set. */
  watchedAt: Instant.optional(),
  /** The latest version that the call itself has read: below the version that a doorbell was rung for, it has not looked yet. */
  heardVersion: z.number().int().nonnegative().optional(),
});
export type Contact = z.infer<typeof Contact>;

/** An agent considered for an offer, and what became of the thought. */
export const Candidate = z.strictObject({
  agentId: AgentId,
  level: z.number().int(),
  idleSince: Instant,
  /** By which queue they would serve it, and the queue's order in their routing profile. */
  queueId: QueueId.optional(),
  order: z.number().int().optional(),
  /** How many contacts they have had since they came. */
  served: z.number().int().nonnegative().optional(),
  skills: z.record(SkillId, z.number().int()).optional(),
  ruledOut: z.string().optional(),
});
export type Candidate = z.infer<typeof Candidate>;

/** A waiting contact considered for an agent who became free, and what became of the thought. */
export const Rival = z.strictObject({
  contactId: ContactId,
  queueId: QueueId,
  level: z.number().int(),
  order: z.number().int(),
  priority: z.number().int(),
  arrivedAt: Instant,
  ruledOut: z.string().optional(),
});
export type Rival = z.infer<typeof Rival>;

/** What an offer was decided by, so that the decision can be made again and told. */
export const Grounds = z.discriminatedUnion('found', [
  /** The contact was given the best of the agents: the offer's candidates. */
  z.strictObject({
    found: z.literal('agent'),
    strategy: z.enum(strategies),
    step: Step,
    index: z.number().int().nonnegative(),
    /** How many could have come: at the level of the first, and at all. More than the candidates that are kept, perhaps. */
    equals: z.number().int().nonnegative(),
    able: z.number().int().nonnegative(),
    /** There were more, who were not looked at. */
    more: z.literal(true).optional(),
    /** What chose among those who were equal to the first (decision 0013). Absent: the first. */
    draw: z.number().int().nonnegative().optional(),
  }),
  /** The agent was given the first of the contacts that wait. */
  z.strictObject({ found: z.literal('contact'), rivals: z.array(Rival), able: z.number().int().nonnegative() }),
  /** The agent chose the contact from the waiting list. */
  z.strictObject({ found: z.literal('picked') }),
]);
export type Grounds = z.infer<typeof Grounds>;

/** `pending` is also one that was accepted: that it was says its interaction. */
export const Offer = z.object({
  schemaVersion: z.literal(1),
  contactId: ContactId,
  n: z.number().int().positive(),
  agentId: AgentId,
  queueId: QueueId,
  state: z.enum(offerStates),
  offeredAt: Instant,
  deadlineAt: Instant,
  /** Set when the agent's client said that it shows the offer. */
  seenAt: Instant.optional(),
  /** When it was declined, missed or withdrawn. */
  closedAt: Instant.optional(),
  candidates: z.array(Candidate),
  reason: z.string(),
  /** The agent as the offer itself left them: whoever takes it goes by that, while nobody has written them since. Absent where a colleague asked. */
  agent: z
    .strictObject({
      name: z.string(),
      profileId: ProfileId,
      version: z.number().int(),
      seq: z.number().int(),
      mayDecline: z.boolean(),
      served: z.number().int().nonnegative().optional(),
    })
    .optional(),
  /** Absent: nobody decided it by rules; a colleague asked. */
  grounds: Grounds.optional(),
  /** Absent: the contact itself is offered (`serve`). Otherwise the agent is asked into the conversation as this party. */
  purpose: z.enum(purposes).optional(),
  partyId: PartyId.optional(),
  invitedBy: AgentId.optional(),
  invitedByName: z.string().max(120).optional(),
});
export type Offer = z.infer<typeof Offer>;

/**
 * One agent's share of a contact: accepted → connected → wrapping-up → completed. Numbered like the offer that began it. What they say of it is a
 * word of its own (`withWord`); what was written before words were has it here.
 */
export const Interaction = z.object({
  schemaVersion: z.literal(1),
  contactId: ContactId,
  n: z.number().int().positive(),
  agentId: AgentId,
  queueId: QueueId,
  state: z.enum(['accepted', 'connected', 'wrapping-up', 'completed', 'failed']),
  acceptedAt: Instant,
  connectedAt: Instant.optional(),
  wrapUpStartedAt: Instant.optional(),
  wrapUpDueAt: Instant.optional(),
  /** The contact's number kept for the fact by which the wrap-up ends; gone when that was told. */
  wrapUpSeq: z.number().int().positive().optional(),
  completedAt: Instant.optional(),
  disposition: ReasonId.optional(),
  ticketId: TicketId.optional(),
  notes: z.string().max(10_000).optional(),
});
export type Interaction = z.infer<typeof Interaction>;

/** What an agent says of their share: put once, by which a wrap-up is handed in once. */
export const Word = z.object({
  schemaVersion: z.literal(1),
  n: z.number().int().positive(),
  completedAt: Instant,
  disposition: ReasonId,
  ticketId: TicketId,
  notes: z.string().max(10_000),
});
export type Word = z.infer<typeof Word>;

/** Pure: a share of which its agent, or a supervisor, has said how it went. */
export function withWord(interaction: Interaction, word: Word | undefined): Interaction {
  if (word === undefined) return interaction;
  const { wrapUpSeq: _told, ...share } = interaction;
  const { completedAt, disposition, ticketId, notes } = word;
  return { ...share, state: 'completed', completedAt, disposition, ticketId, notes };
}

/**
 * Pure: an interaction as it is. That its agent was heard stands in the contact alone until the share goes on: it saves writing two items at a
 * moment at which a caller waits.
 */
export function presentInteraction({ connectedN, connectedAt }: Contact, interaction: Interaction): Interaction {
  if (interaction.state !== 'accepted' || connectedN !== interaction.n || connectedAt === undefined) return interaction;
  return { ...interaction, state: 'connected', connectedAt };
}

/**
 * An offer and what comes of it: the way into its meeting, the offer, the agent's share, their word on it. By their names they come just before the contact, the
 * latest last: backwards, one query finds the contact and its latest claim, what is needed most first (`read-claim.ts`).
 */
export const claimPrefix = 'CLAIM#';
/** What the keys of the contact and of its claims begin with, and no other in its partition: `CONTACT`, `CLAIM#…`. */
export const contactOrClaim = 'C';
const claimed = (contactId: ContactId, n: number, part: 'MEETING' | 'OFFER' | 'SHARE' | 'WORD') => ({
  pk: `CONTACT#${contactId}`,
  sk: `${claimPrefix}${String(n).padStart(4, '0')}#${part}`,
});
export const isOffer = (sk: string): boolean => sk.startsWith(claimPrefix) && sk.endsWith('#OFFER');
export const isInteraction = (sk: string): boolean => sk.startsWith(claimPrefix) && sk.endsWith('#SHARE');
export const isWord = (sk: string): boolean => sk.startsWith(claimPrefix) && sk.endsWith('#WORD');

/** Keys in the Contacts table. */
export const contactKeys = {
  contact: (contactId: ContactId) => ({ pk: `CONTACT#${contactId}`, sk: 'CONTACT' }),
  offer: (contactId: ContactId, n: number) => claimed(contactId, n, 'OFFER'),
  interaction: (contactId: ContactId, n: number) => claimed(contactId, n, 'SHARE'),
  word: (contactId: ContactId, n: number) => claimed(contactId, n, 'WORD'),
  /** How to get into the meeting that was made for an offer. */
  meeting: (contactId: ContactId, n: number) => claimed(contactId, n, 'MEETING'),
  fact: (contactId: ContactId, seq: number) => ({ pk: `CONTACT#${contactId}`, sk: `FACT#${String(seq).padStart(6, '0')}` }),
  /** Finds the contact of a call without the call's attributes. */
  transaction: (transactionId: TransactionId) => ({ pk: `TRANSACTION#${transactionId}`, sk: 'TRANSACTION' }),
  /** A flow step's claimed result, so that a repeated event does nothing twice. Each run has its own. */
  step: (transactionId: TransactionId, step: number, run = 0) => ({
    pk: `TRANSACTION#${transactionId}`,
    sk: `STEP#${run === 0 ? '' : `R${run}#`}${String(step).padStart(4, '0')}`,
  }),
  /** Which event begins a run, so that no other begins it once more. */
  beginning: (transactionId: TransactionId, run: number) => ({ pk: `TRANSACTION#${transactionId}`, sk: `BEGIN#${run}` }),
  /** What a flow was told in a run, kept when the run is over. The first has the name that it had before there were others. */
  flow: (contactId: ContactId, run = 0) => ({
    pk: `CONTACT#${contactId}`,
    sk: run === 0 ? 'FLOW' : `FLOW#${String(run).padStart(4, '0')}`,
  }),
  /** A customer's contacts, oldest first: what the agent's history is read from. */
  ofCustomer: (customerId: CustomerId, arrivedAt: Instant, contactId: ContactId) => ({
    pk: `CUSTOMER#${customerId}`,
    sk: `CONTACT#${arrivedAt}#${contactId}`,
  }),
} as const;
