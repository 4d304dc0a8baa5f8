/** Settings: queues, routing profiles, numbers, topics. Small, read often, changed by people. */
import { z } from 'zod';
import { PhoneNumber, ProfileId, QueueId } from '../ids.ts';

export const Queue = z.object({
  schemaVersion: z.literal(1),
  queueId: QueueId,
  name: z.string().min(1).max(80),
  hoursId: z.string(),
  ringSeconds: z.number().int().min(5).max(120),
  wrapUpSeconds: z.number().int().min(0).max(3600),
  serviceLevel: z.strictObject({ percent: z.number().min(1).max(100), seconds: z.number().int().positive() }),
  priority: z.number().int().min(0).max(9),
  /** The number that those see who are called for this queue. */
  callerId: PhoneNumber.optional(),
  /** Clients accept this queue's offers by themselves, with a beep. */
  autoAccept: z.boolean().optional(),
});
export type Queue = z.infer<typeof Queue>;

/** Which queues an agent serves. Lower level is served first; within a level, `order`. */
export const RoutingProfile = z.object({
  schemaVersion: z.literal(1),
  profileId: ProfileId,
  name: z.string().min(1).max(80),
  serves: z.array(z.strictObject({ queueId: QueueId, level: z.number().int().min(1).max(9), order: z.number().int().min(0) })),
});
export type RoutingProfile = z.infer<typeof RoutingProfile>;

/** Which flow answers a dialled number, and the hours that hold there. */
export const NumberRoute = z.object({
  schemaVersion: z.literal(1),
  /** E.164, or `default` for every number without a row of its own. */
  number: z.string(),
  flow: z.string(),
  hoursId: z.string().optional(),
});
export type NumberRoute = z.infer<typeof NumberRoute>;

/** An answer of a menu → the queue that serves it: data, not code. */
export const Topic = z.object({ schemaVersion: z.literal(1), topic: z.string(), queueId: QueueId });
export type Topic = z.infer<typeof Topic>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** Opening hours: blocks per weekday, in a time zone. `always` and `never` need no blocks. */
export const Hours = z.object({
  schemaVersion: z.literal(1),
  hoursId: z.string(),
  name: z.string(),
  timeZone: z.string(),
  open: z.union([
    z.literal('always'),
    z.literal('never'),
    z.array(z.strictObject({ day: z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), from: clockTime, to: clockTime })),
  ]),
});
export type Hours = z.infer<typeof Hours>;

/** Keys in the Settings table. Each kind is one partition, so that a page of settings is one query. */
export const settingKeys = {
  queue: (queueId: string) => ({ pk: 'QUEUE', sk: queueId }),
  profile: (profileId: string) => ({ pk: 'PROFILE', sk: profileId }),
  number: (number: string) => ({ pk: 'NUMBER', sk: number }),
  topic: (topic: string) => ({ pk: 'TOPIC', sk: topic }),
  hours: (hoursId: string) => ({ pk: 'HOURS', sk: hoursId }),
  calling: { pk: 'CALLING', sk: 'CALLING' },
  /** The SIP media application that dials: written when it is deployed, since the functions are there before it. */
  application: { pk: 'APPLICATION', sk: 'APPLICATION' },
  /** How many calls were dialled in an hour, `2026-11-22T10`. */
  dialled: (hour: string) => ({ pk: 'DIALLED', sk: hour }),
} as const;
