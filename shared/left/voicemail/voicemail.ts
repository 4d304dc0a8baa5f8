/** The items of the Contacts table that stand for what callers said: a message while they may still take it back, and a voicemail. */
import { z } from 'zod';
import { contactKeys } from '../../contacts/contact.ts';
import { AgentId, ContactId, CustomerId, Instant, PhoneNumber, QueueId, TicketId } from '../../ids.ts';
import { voicemailStates } from '../words.ts';
import { type Box, boxName } from './box.ts';

/** A recording. `draft`: its caller is still asked what shall become of it; who hangs up meanwhile leaves it. */
export const Message = z.object({
  schemaVersion: z.literal(1),
  contactId: ContactId,
  key: z.string(),
  state: z.enum(['draft', 'kept', 'dropped']),
  seconds: z.number().int().nonnegative(),
  /** Long enough to be a message. */
  says: z.boolean(),
  at: Instant,
});
export type Message = z.infer<typeof Message>;

export const Voicemail = z.object({
  schemaVersion: z.literal(1),
  voicemailId: z.string(),
  version: z.number().int().positive(),
  contactId: ContactId,
  queueId: QueueId.optional(),
  agentId: AgentId.optional(),
  ticketId: TicketId,
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  /** Absent when it was withheld. */
  number: PhoneNumber.optional(),
  key: z.string(),
  seconds: z.number().int().nonnegative(),
  at: Instant,
  state: z.enum(voicemailStates),
  /** Who listened first, and when. */
  heardBy: AgentId.optional(),
  heardAt: Instant.optional(),
  ownerId: AgentId.optional(),
  expiresAt: z.number().int(),
});
export type Voicemail = z.infer<typeof Voicemail>;

export const voicemailKeys = {
  message: (contactId: ContactId, key: string) => ({
    pk: contactKeys.contact(contactId).pk,
    sk: `MESSAGE#${key.split('/').at(-1) ?? key}`,
  }),
  /** All voicemails of a box, oldest first. */
  voicemail: (box: Box, voicemailId: string) => ({ pk: `BOX#${boxName(box)}`, sk: `VOICEMAIL#${voicemailId}` }),
  /** In which box a voicemail is. */
  where: (voicemailId: string) => ({ pk: `VOICEMAIL#${voicemailId}`, sk: 'WHERE' }),
} as const;

export const boxOf = ({ queueId, agentId }: Pick<Voicemail, 'queueId' | 'agentId'>): Box => {
  if (queueId !== undefined) return { queueId };
  if (agentId !== undefined) return { agentId };
  throw new Error('A voicemail is for a queue or an agent');
};
