/** Settings: queues, routing profiles, numbers, topics. Small, read often, changed by people. */
import { z } from 'zod';
import { AgentId, PhoneNumber, ProfileId, QueueId, SkillId } from '../ids.ts';
import { CallbackSettings } from '../left/callback/callback.ts';
import { strategies } from './words.ts';

const seconds = z
  .number()
  .int()
  .min(1)
  .max(24 * 3600);

/**
 * Whom a waiting contact asks for, and for how long. A queue has a list of them, each milder than the one before: the last agent for 15 s,
 * then Hungarian at level 4, then at level 2, then anybody, then other queues too. The last holds to the end of the wait.
 */
export const Step = z.strictObject({
  /** Absent: until the end of the wait. */
  seconds: seconds.optional(),
  /** Only this agent; `last`: the one who talked with the customer last. */
  agent: z.union([z.literal('last'), AgentId]).optional(),
  /** Agents must have each of these skills, at this level or a higher one. */
  skills: z
    .array(z.strictObject({ skillId: SkillId, level: z.number().int().min(1).max(5) }))
    .max(10)
    .optional(),
  /** Only agents whose profile serves the queue at this level or a better one (1 is the best). */
  upToLevel: z.number().int().min(1).max(9).optional(),
  /** Agents of these queues may have the contact too: overflow. */
  queues: z.array(QueueId).max(10).optional(),
});
export type Step = z.infer<typeof Step>;

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
  /** Which of the agents who may have a contact gets it. Absent: longest idle. */
  strategy: z.enum(strategies).optional(),
  /** Absent or empty: anybody who serves the queue, from the first moment on. */
  steps: z.array(Step).max(10).optional(),
  /** Agents choose from the waiting list; nobody is offered anything. */
  picked: z.boolean().optional(),
  /** More than so many don't wait: the next one leaves at once (`queue-full`). */
  maxWaiting: z.number().int().min(0).max(10_000).optional(),
  /** Nobody waits longer (`timed-out`). */
  maxWaitSeconds: seconds.optional(),
  /** With nobody signed in who serves it, callers leave at once (`no-agents`) instead of waiting. */
  needsStaff: z.boolean().optional(),
  /** Who waits when the hours end is served for so long, then leaves (`closed`). Absent: 15 minutes. */
  closingSeconds: z
    .number()
    .int()
    .min(0)
    .max(12 * 3600)
    .optional(),
  /** The flow to which callers go who leave without having talked: `voicemail`, `offer-callback` … Absent: the flow `unserved`. */
  fallback: z.string().optional(),
  /** How those are called who asked to be called back. */
  callback: CallbackSettings.optional(),
  /** Messages for this queue: the prompt before the beep, and how long one may be (default 180 s). */
  voicemail: z
    .strictObject({ greeting: z.string().max(80).optional(), maxSeconds: z.number().int().min(10).max(600).optional() })
    .optional(),
  /** Keys with which a caller leaves the line: 1 for a callback, say. What is said of them between two pieces of music is a prompt. */
  exits: z
    .array(z.strictObject({ key: z.string().regex(/^[0-9]$/), flow: z.string().min(1), prompt: z.string().min(1).optional() }))
    .max(5)
    .optional(),
  /** What an agent is after a missed offer: on a break (the default), or available still. */
  afterMissed: z.enum(['on-break', 'available']).optional(),
});
export type Queue = z.infer<typeof Queue>;

/** Which queues an agent serves. Lower level is served first; within a level, `order`. */
export const RoutingProfile = z.object({
  schemaVersion: z.literal(1),
  profileId: ProfileId,
  name: z.string().min(1).max(80),
  serves: z.array(
    z.strictObject({
      queueId: QueueId,
      level: z.number().int().min(1).max(9),
      order: z.number().int().min(0),
      /** A backup group: only contacts that have waited for so long. */
      afterSeconds: seconds.optional(),
    }),
  ),
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

/** Something that agents know at a level from 1 to 5: a language, a product. */
export const Skill = z.object({ schemaVersion: z.literal(1), skillId: SkillId, name: z.string().min(1).max(80) });
export type Skill = z.infer<typeof Skill>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const Block = z.strictObject({ from: clockTime, to: clockTime });
/** A day that is not as its weekday: closed without blocks. */
export const Exception = z.strictObject({
  date: z.iso.date(),
  name: z.string().min(1).max(80),
  open: z.array(Block).max(10),
});
export type Exception = z.infer<typeof Exception>;

/** Public holidays and the like, shared by several hours. */
export const Calendar = z.object({
  schemaVersion: z.literal(1),
  calendarId: z.string(),
  name: z.string().min(1).max(80),
  days: z.array(Exception).max(1000),
});
export type Calendar = z.infer<typeof Calendar>;

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
  /** Days of its own; they count before those of the calendars. */
  exceptions: z.array(Exception).max(400).optional(),
  calendarIds: z.array(z.string()).max(10).optional(),
});
export type Hours = z.infer<typeof Hours>;

/** Keys in the Settings table. Each kind is one partition, so that a page of settings is one query. */
export const settingKeys = {
  queue: (queueId: string) => ({ pk: 'QUEUE', sk: queueId }),
  profile: (profileId: string) => ({ pk: 'PROFILE', sk: profileId }),
  number: (number: string) => ({ pk: 'NUMBER', sk: number }),
  topic: (topic: string) => ({ pk: 'TOPIC', sk: topic }),
  hours: (hoursId: string) => ({ pk: 'HOURS', sk: hoursId }),
  calendar: (calendarId: string) => ({ pk: 'CALENDAR', sk: calendarId }),
  skill: (skillId: string) => ({ pk: 'SKILL', sk: skillId }),
  notice: (noticeId: string) => ({ pk: 'NOTICE', sk: noticeId }),
  reasons: (listId: string) => ({ pk: 'REASONS', sk: listId }),
  /** Changed with every change of a setting, so that changes come one after the other and what one refers to is there. */
  revision: { pk: 'SETTINGS', sk: 'REVISION' },
  /** The starter settings were written: what people remove of them stays away. */
  started: { pk: 'STARTED', sk: 'STARTED' },
  calling: { pk: 'CALLING', sk: 'CALLING' },
  /** The SIP media application that dials: written when it is deployed, since the functions are there before it. */
  application: { pk: 'APPLICATION', sk: 'APPLICATION' },
  /** How many calls were dialled in an hour, `2026-11-22T10`. */
  dialled: (hour: string) => ({ pk: 'DIALLED', sk: hour }),
} as const;
