/**
 * Settings over the HTTP API: queues, hours, numbers and the like are all read, changed and taken back in the same way; what differs is the
 * shape of their item, which stands in `shared/queues/queue.ts`.
 */
import { z } from 'zod';
import { Reasons } from '../reasons/words.ts';
import { AgentId, Instant, PhoneNumber, ProfileId, SkillId } from '../ids.ts';

/** One setting. `version` goes back with a change: one made since is left alone. */
export const SettingView = z.object({
  kind: z.string(),
  id: z.string(),
  item: z.looseObject({}),
  version: z.number().int().nonnegative(),
  changedAt: Instant.optional(),
  changedBy: z.string().optional(),
});
export type SettingView = z.infer<typeof SettingView>;

/** A change of a setting: `before` is absent where it began, `after` where it was removed. */
export const SettingChange = z.object({
  version: z.number().int().positive(),
  at: Instant,
  by: z.string(),
  before: z.looseObject({}).optional(),
  after: z.looseObject({}).optional(),
});
export type SettingChange = z.infer<typeof SettingChange>;

const empty = z.strictObject({});
const Seen = z.strictObject({ version: z.number().int().nonnegative() });
const Choice = z.object({ id: z.string(), name: z.string() });
export type Choice = z.infer<typeof Choice>;

/** What the fields of settings may name. */
export const Choices = z.object({
  /** Settings by kind. */
  settings: z.record(z.string(), z.array(Choice)),
  flows: z.array(z.string()),
  prompts: z.array(z.string()),
  agents: z.array(Choice),
});
export type Choices = z.infer<typeof Choices>;

export const userGroups = ['agents', 'supervisors', 'administrators'] as const;
export const userStates = ['active', 'invited', 'reset', 'deactivated'] as const;
export const accessActions = ['deactivate', 'reactivate', 'reset-password', 'invite-again'] as const;
export type AccessAction = (typeof accessActions)[number];

const Skills = z.record(SkillId, z.number().int().min(1).max(5));

/** Somebody who may sign in; the agent's part is absent before they have come or something has been chosen for them. */
export const UserView = z.object({
  userId: AgentId,
  email: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
  state: z.enum(userStates),
  /** Goes back with a change: one that another administrator made since is left alone. */
  version: z.number().int().nonnegative(),
  profileId: ProfileId.optional(),
  skills: Skills.optional(),
  extension: z.string().optional(),
  mayDecline: z.boolean().optional(),
  /** By whom it was changed last, and when; absent where only the person themselves, or nobody, has. */
  changedBy: z.string().optional(),
  changedAt: Instant.optional(),
});
export type UserView = z.infer<typeof UserView>;

const UserFields = z.strictObject({
  name: z.string().trim().min(1).max(80),
  groups: z.array(z.enum(userGroups)).min(1).max(3),
  profileId: ProfileId.optional(),
  skills: Skills.optional(),
  /** Empty: none. */
  extension: z
    .string()
    .regex(/^(\d{2,6})?$/, 'two to six digits')
    .optional(),
  mayDecline: z.boolean().optional(),
});
export type UserFields = z.infer<typeof UserFields>;

/** A message that callers hear first. */
export const NoticeView = z.object({
  noticeId: z.string(),
  text: z.string().optional(),
  prompt: z.string().optional(),
  until: Instant,
  by: z.string().optional(),
  /** Of the queue or number; absent for everywhere. */
  place: z.string().optional(),
});
export type NoticeView = z.infer<typeof NoticeView>;

/** What a caller meets at a moment: by the number, or by hours alone. The moment is a wall-clock time there, `2026-12-24T14:00`. */
export const MomentRequest = z.strictObject({
  number: z.union([z.literal('default'), PhoneNumber]).optional(),
  hoursId: z.string().min(1).max(128).optional(),
  wall: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'a date and a time'),
});
export type MomentRequest = z.infer<typeof MomentRequest>;

const DayLine = z.object({
  date: z.string(),
  open: z.array(z.object({ from: z.string(), to: z.string() })),
  /** The exception or holiday that makes it other than its weekday. */
  name: z.string().optional(),
  calendar: z.string().optional(),
});
export const Moment = z.object({
  number: z.string().optional(),
  flow: z.string().optional(),
  hoursId: z.string().optional(),
  hoursName: z.string().optional(),
  timeZone: z.string(),
  at: Instant,
  open: z.boolean(),
  /** In a sentence: which block, exception, calendar. */
  why: z.string(),
  /** The clock is set there: what a wall shows is not one moment. */
  clock: z.string().optional(),
  changesAt: Instant.optional(),
  /** As a wall shows it there. */
  changesAtWall: z.string().optional(),
  notice: NoticeView.optional(),
  days: z.array(DayLine),
});
export type Moment = z.infer<typeof Moment>;

export const CalendarDays = z.object({
  days: z.array(z.object({ date: z.iso.date(), name: z.string(), open: z.array(z.object({ from: z.string(), to: z.string() })) })),
  /** Entries that are no whole days, or come again in a way that is not understood. */
  skipped: z.number().int().nonnegative(),
});
export type CalendarDays = z.infer<typeof CalendarDays>;

/** Settings. `kind` is one of `shared/settings/words.ts`; a change says the version that was seen, 0 for a new setting. */
export const settingsRoutes = {
  'GET /api/users': { request: empty, answer: z.object({ users: z.array(UserView) }) },
  'POST /api/users': { request: UserFields.extend({ email: z.email().max(128) }), answer: UserView },
  'POST /api/users/{userId}': {
    request: UserFields.partial().extend({ version: z.number().int().nonnegative() }),
    answer: UserView,
  },
  'POST /api/users/{userId}/access': { request: z.strictObject({ action: z.enum(accessActions) }), answer: UserView },
  /** The lists that agents and supervisors choose from. */
  'GET /api/reasons': { request: empty, answer: z.object({ reasons: Reasons }) },
  'GET /api/notices': { request: empty, answer: z.object({ notices: z.array(NoticeView) }) },
  'POST /api/moment': { request: MomentRequest, answer: Moment },
  /** Reads the days of an .ics file. */
  'POST /api/calendar-days': { request: z.strictObject({ ics: z.string().max(1_000_000) }), answer: CalendarDays },
  'GET /api/settings': { request: empty, answer: Choices },
  'GET /api/settings/{kind}': { request: empty, answer: z.object({ items: z.array(SettingView) }) },
  'POST /api/settings/{kind}/{id}': {
    request: z.strictObject({ item: z.looseObject({}), version: z.number().int().nonnegative() }),
    answer: SettingView,
  },
  /** The version is that of the removal, for its undoing. */
  'POST /api/settings/{kind}/{id}/remove': { request: Seen, answer: z.object({ version: z.number().int() }) },
  'GET /api/settings/{kind}/{id}/history': { request: empty, answer: z.object({ changes: z.array(SettingChange) }) },
  /** Takes the latest change back; `version` is that of the change. The setting is absent when it was one that made it. */
  'POST /api/settings/{kind}/{id}/undo': {
    request: Seen,
    answer: z.object({ setting: SettingView.optional(), version: z.number().int() }),
  },
} as const;
