/** Routes of the HTTP API about routing: picking, why, a supervisor’s changes. */
import { z } from 'zod';
import { statuses } from '../agents/words.ts';
import { ReasonId } from '../reasons/words.ts';
import { AgentId, ContactId, Instant, ProfileId, QueueId, SkillId } from '../ids.ts';

const empty = z.strictObject({});
const skills = z.record(SkillId, z.number().int().min(1).max(5));

/** Somebody who waits, as agents who may pick and supervisors see them. */
export const WaitingContact = z.object({
  contactId: ContactId,
  /** The customer's name, or their number; absent when neither is known. */
  name: z.string().optional(),
  topic: z.string().optional(),
  priority: z.number().int(),
  arrivedAt: Instant,
  since: Instant,
  /** Whom it asks for now. */
  asks: z.string(),
  /** When it asks for others. */
  until: Instant.optional(),
  /** Another queue's, that overflows here. */
  ofQueue: z.string().optional(),
  /** What they were told of their wait last, in minutes. */
  toldMinutes: z.number().int().optional(),
});
export type WaitingContact = z.infer<typeof WaitingContact>;

export const WaitingQueue = z.object({
  queueId: QueueId,
  name: z.string(),
  /** Agents choose from it; else its contacts are offered by themselves. */
  picked: z.boolean(),
  /** How many wait; the list has the first of them. */
  waiting: z.number().int().nonnegative(),
  contacts: z.array(WaitingContact),
});
export type WaitingQueue = z.infer<typeof WaitingQueue>;

/** Somebody considered for a contact. */
export const ConsideredAgent = z.object({
  agentId: AgentId,
  name: z.string(),
  level: z.number().int(),
  idleSince: Instant.optional(),
  served: z.number().int().optional(),
  /** Why they don't get it; absent for those who might. */
  ruledOut: z.string().optional(),
});
export type ConsideredAgent = z.infer<typeof ConsideredAgent>;

export const Who = z.object({
  sentence: z.string(),
  /** Whom the contact asks for now. */
  asks: z.string(),
  /** In the order in which they come. */
  agents: z.array(ConsideredAgent),
});
export type Who = z.infer<typeof Who>;

/** Why an offer came to whom it came. */
export const Why = z.object({
  sentence: z.string(),
  details: z.array(z.string()),
  agents: z.array(ConsideredAgent),
});
export type Why = z.infer<typeof Why>;

/** What a supervisor may set of an agent, and what there is to choose from. */
export const AgentSettingView = z.object({
  agentId: AgentId,
  name: z.string(),
  status: z.enum(statuses),
  breakReason: ReasonId.optional(),
  profileId: ProfileId,
  skills,
  /** Until when some of it holds. */
  until: Instant.optional(),
  profiles: z.array(z.object({ profileId: ProfileId, name: z.string() })),
  knownSkills: z.array(z.object({ skillId: SkillId, name: z.string() })),
});
export type AgentSettingView = z.infer<typeof AgentSettingView>;

export const routingRoutes = {
  /** Who waits in the queues that the agent serves. */
  'GET /api/waiting': { request: empty, answer: z.object({ queues: z.array(WaitingQueue), serverTime: Instant }) },
  'GET /api/floor/waiting': { request: empty, answer: z.object({ queues: z.array(WaitingQueue), serverTime: Instant }) },
  'GET /api/contacts/{contactId}/why': { request: empty, answer: Why },
  'GET /api/contacts/{contactId}/who': { request: empty, answer: Who },
  'GET /api/queues/{queueId}/who': { request: empty, answer: Who },
  'GET /api/agents/{agentId}/why': { request: empty, answer: z.object({ name: z.string(), sentences: z.array(z.string()) }) },
  'GET /api/agents/{agentId}/setting': { request: empty, answer: AgentSettingView },
  'POST /api/agents/{agentId}/setting': {
    request: z.strictObject({
      status: z.enum(statuses).optional(),
      breakReason: ReasonId.optional(),
      profileId: ProfileId.optional(),
      skills: skills.optional(),
      until: Instant.optional(),
      note: z.string().max(200).optional(),
    }),
    answer: AgentSettingView,
  },
  'POST /api/contacts/{contactId}/steer': {
    request: z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('move'), queueId: QueueId }),
      z.strictObject({ do: z.literal('raise'), priority: z.number().int().min(0).max(9), note: z.string().max(200).optional() }),
      z.strictObject({ do: z.literal('release') }),
    ]),
    answer: z.object({}),
  },
} as const;
