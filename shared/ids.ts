import { ulid } from 'ulid';
import { z } from 'zod';

/**
 * Ids are branded, so that one kind can't be passed for another, and sort by the time they were made (ULID).
 */
const id = <Brand extends string>(brand: Brand) =>
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z0-9._:@+-]+$/, `not a ${brand} id`)
    .brand<Brand>();

export const ContactId = id('contact');
export type ContactId = z.infer<typeof ContactId>;
export const CustomerId = id('customer');
export type CustomerId = z.infer<typeof CustomerId>;
export const AgentId = id('agent');
export type AgentId = z.infer<typeof AgentId>;
export const TicketId = id('ticket');
export type TicketId = z.infer<typeof TicketId>;
export const QueueId = id('queue');
export type QueueId = z.infer<typeof QueueId>;
export const ProfileId = id('routing profile');
export type ProfileId = z.infer<typeof ProfileId>;
export const SkillId = id('skill');
export type SkillId = z.infer<typeof SkillId>;
export const TransactionId = id('transaction');
export type TransactionId = z.infer<typeof TransactionId>;
export const ConnectionId = z.string().min(1).max(128).brand<'connection'>();
export type ConnectionId = z.infer<typeof ConnectionId>;

/** A phone number as E.164 writes it: `+` and at most 15 digits (ITU-T E.164). */
export const PhoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{1,14}$/, 'not an E.164 number')
  .brand<'phone number'>();
export type PhoneNumber = z.infer<typeof PhoneNumber>;

/** Instants are ISO 8601 in UTC with milliseconds, so that they sort as strings. Names of instants end in `At`. */
export const Instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'not an instant');
export type Instant = z.infer<typeof Instant>;
export const instant = (epochMs: number): Instant => new Date(epochMs).toISOString();
export const epochMs = (at: Instant): number => Date.parse(at);

/** A new sortable id; `nowMs` comes in by the door so that tests decide it. */
export const newId = (nowMs: number): string => ulid(nowMs);
