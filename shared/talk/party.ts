/**
 * Who is in a contact's conversation. A party is the customer, an agent or an outside number; each has a place of its own, and changing
 * who is where is all that hold, consult, transfer and conference are.
 */
import { z } from 'zod';
import { AgentId, Instant, PhoneNumber, TransactionId } from '../ids.ts';

/** Unique within its contact: `customer`, or `p` and a number that is never used twice. */
export const PartyId = z
  .string()
  .regex(/^(customer|p[1-9]\d*)$/)
  .brand<'party'>();
export type PartyId = z.infer<typeof PartyId>;
export const customerParty = PartyId.parse('customer');

/** A telephone call of the party's own, which carries it into the meeting. The customer's own call is the contact's. */
export const Leg = z.object({
  /** Unknown until the service has answered that it dials. */
  transactionId: TransactionId.optional(),
  applicationId: z.string(),
  number: PhoneNumber,
  /** The far end has said that it rings. */
  ringing: z.boolean().optional(),
  /** The latest version of the contact that this call has read: below it, its doorbell is rung again. */
  heardVersion: z.number().int().nonnegative().optional(),
});
export type Leg = z.infer<typeof Leg>;

/** Why somebody was asked in. `serve`: the contact itself was offered to them. */
export const purposes = ['serve', 'consult', 'transfer', 'join'] as const;
export type Purpose = (typeof purposes)[number];

/** Why somebody who was called did not come. */
export const refusals = ['declined', 'no-answer', 'busy', 'not-reached', 'cancelled', 'contact-ended'] as const;
export type Refusal = (typeof refusals)[number];

/** Why somebody has gone. */
export const partings = ['hung-up', 'dropped', 'handed-on', 'lost', 'contact-ended'] as const;
export type Parting = (typeof partings)[number];

export const Party = z.object({
  partyId: PartyId,
  kind: z.enum(['customer', 'agent', 'number']),
  /** `calling`: asked, not here yet. `here`: in the conversation, or held. Who has gone is no party any more. */
  state: z.enum(['calling', 'here']),
  since: Instant,
  /** Out of the conversation: a telephone hears music, a browser nothing. */
  held: z.boolean(),
  /** Hears, but is not heard. */
  muted: z.boolean(),
  /** Since when a browser's party has been gone without a word. */
  awayAt: Instant.optional(),
  /** Of an agent: who, and the number of their offer and interaction. */
  agentId: AgentId.optional(),
  n: z.number().int().positive().optional(),
  /** What the others read: a colleague's name, or what the picker called the number. */
  name: z.string().max(120).optional(),
  purpose: z.enum(purposes).optional(),
  invitedBy: AgentId.optional(),
  /** A party by telephone. The customer of an inbound contact has none here. */
  leg: Leg.optional(),
  /** The party's seat in the contact's meeting. The first two, made with the meeting, stand in the contact's `seats`. */
  seat: z.strictObject({ attendeeId: z.string(), joinToken: z.string(), externalUserId: z.string() }).optional(),
});
export type Party = z.infer<typeof Party>;

/** The customer counts. */
export const mostParties = 6;
