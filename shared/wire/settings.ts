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

export const settingsRoutes = {} as const;
