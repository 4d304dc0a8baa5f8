/**
 * Settings over the HTTP API: queues, hours, numbers and the like are all read, changed and taken back in the same way; what differs is the
 * shape of their item, which stands in `shared/queues/queue.ts`.
 */
import { z } from 'zod';
import { Instant } from '../ids.ts';

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

/** Settings. `kind` is one of `shared/settings/words.ts`; a change says the version that was seen, 0 for a new setting. */
export const settingsRoutes = {
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
