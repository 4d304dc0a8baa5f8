/** Callers whom nobody served: one entry per number, gone when they reach somebody. */
import { z } from 'zod';
import { ContactId, CustomerId, Instant, PhoneNumber, QueueId } from '../../ids.ts';

export const Missed = z.object({
  schemaVersion: z.literal(1),
  number: PhoneNumber,
  queueId: QueueId,
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  count: z.number().int().positive(),
  lastAt: Instant,
  /** The contacts that are counted: each once. */
  contactIds: z.array(ContactId).max(50),
  expiresAt: z.number().int(),
});
export type Missed = z.infer<typeof Missed>;

/** What is known of a number: where its entry stands, and when somebody was reached last, so that what is told late counts for nothing. */
export const MissedNumber = z.object({
  schemaVersion: z.literal(1),
  version: z.number().int().positive(),
  queueId: QueueId.optional(),
  servedAt: Instant.optional(),
  expiresAt: z.number().int(),
});
export type MissedNumber = z.infer<typeof MissedNumber>;

export const missedKeys = {
  missed: (queueId: QueueId, number: PhoneNumber | '') => ({ pk: `MISSED#${queueId}`, sk: `NUMBER#${number}` }),
  number: (number: PhoneNumber) => ({ pk: `NUMBER#${number}`, sk: 'MISSED' }),
} as const;

/** So long somebody may still be called back. */
export const missedMs = 14 * 24 * 3600_000;
