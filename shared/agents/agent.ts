/** The items of the Routing table: agents, their vacancies, and the entries of queues. */
import { z } from 'zod';
import { AgentId, ConnectionId, ContactId, Instant, ProfileId, QueueId, SkillId } from '../ids.ts';
import { Requirements } from '../contacts/contact.ts';
import { Device } from './device.ts';
import { ReasonId } from '../reasons/words.ts';
import { agentStates, statuses } from './words.ts';

/** So many wrap-ups wait for an agent; of more, the oldest is given up. */
export const mostLate = 5;

export const Agent = z.object({
  schemaVersion: z.literal(1),
  agentId: AgentId,
  name: z.string(),
  version: z.number().int().nonnegative(),
  seq: z.number().int().nonnegative(),
  profileId: ProfileId,
  status: z.enum(statuses),
  breakReason: ReasonId.optional(),
  /** When the agent means to be back from the break, as they said; a word to others, and nothing happens by it. */
  backAt: Instant.optional(),
  /** Since when status or state is what it is: what the clock on the screen counts from. */
  since: Instant,
  state: z.enum(agentStates),
  /** What the agent wants to be after the present contact; taken when the wrap-up ends. */
  nextStatus: z.enum(statuses).optional(),
  nextBreakReason: ReasonId.optional(),
  nextBackAt: Instant.optional(),
  /** Absent: the agent's own wish. */
  nextBy: z
    .strictObject({
      by: z.enum(['agent', 'supervisor', 'system']),
      supervisorId: AgentId.optional(),
      note: z.string().max(200).optional(),
      until: Instant.optional(),
    })
    .optional(),
  /** When the agent last became idle while available: the place of its vacancy. */
  idleSince: Instant.optional(),
  contactId: ContactId.optional(),
  /** Number of the offer or interaction that the state is about. */
  n: z.number().int().positive().optional(),
  /** The living client: no lease, no offers. Renewed by heartbeats. */
  leaseUntil: Instant.optional(),
  /** For when the next look at the lease is set. */
  watchedAt: Instant.optional(),
  connectionId: ConnectionId.optional(),
  mayDecline: z.boolean(),
  /** Absent: the browser. */
  device: Device.optional(),
  /** Two to six digits by which colleagues and callers reach the agent. */
  extension: z
    .string()
    .regex(/^\d{2,6}$/)
    .optional(),
  /** How often administrators have changed the agent: what one of them saw is compared with it. */
  edited: z.number().int().positive().optional(),
  /** Who the last of them was, and when. */
  editedBy: AgentId.optional(),
  editedAt: Instant.optional(),
  /** May not sign in any more. */
  deactivated: z.literal(true).optional(),
  /** What the agent knows, with levels from 1 to 5. */
  skills: z.record(SkillId, z.number().int().min(1).max(5)).optional(),
  /** How many contacts the agent has had since they came: since they were offline last. */
  served: z.number().int().nonnegative().optional(),
  /** What a supervisor has set for a time: what goes back then, and to what. */
  lent: z
    .strictObject({
      until: Instant,
      profileId: ProfileId.optional(),
      status: z.enum(statuses).optional(),
      breakReason: ReasonId.optional(),
      skills: z.record(SkillId, z.number().int().min(1).max(5)).optional(),
    })
    .optional(),
  /** A supervisor, as their last connection's sign-in said: who may be called in for help. */
  supervises: z.boolean().optional(),
  /** A raised hand. */
  help: z.strictObject({ since: Instant, contactId: ContactId.optional(), text: z.string().max(500).optional() }).optional(),
  /** Shares that ended without the agent, whose wrap-up they may hand in when they are back. The first lost is the first here. */
  late: z
    .array(z.strictObject({ contactId: ContactId, n: z.number().int().positive() }))
    .max(mostLate)
    .optional(),
  /** What the system did to the agent's status, as a sentence; stands until the agent chooses a status. */
  notice: z.string().optional(),
});
export type Agent = z.infer<typeof Agent>;

/** An idle agent's place, with all by which agents are chosen: a match reads no agent but the one whom it takes. */
export const Vacancy = z.object({
  schemaVersion: z.literal(1),
  agentId: AgentId,
  profileId: ProfileId,
  idleSince: Instant,
  agentVersion: z.number().int(),
  /** Written ahead of its agent, who was to be idle by this version: it may stand without them (`vacancy-ahead.ts`). */
  ahead: z.literal(true).optional(),
  served: z.number().int().nonnegative().optional(),
  skills: z.record(SkillId, z.number().int()).optional(),
});
export type Vacancy = z.infer<typeof Vacancy>;

/** An agent on duty: available, with a client. Stands whether they are busy or not; says who staffs the queues of a routing profile. */
export const Duty = z.object({ schemaVersion: z.literal(1), agentId: AgentId, profileId: ProfileId });
export type Duty = z.infer<typeof Duty>;

/** A contact's place in a queue's waiting list, with all by which agents are let have it. */
export const Entry = z.object({
  schemaVersion: z.literal(1),
  contactId: ContactId,
  /** In whose list the place is. */
  queueId: QueueId,
  priority: z.number().int().min(0).max(9),
  arrivedAt: Instant,
  queuedAt: Instant,
  contactVersion: z.number().int(),
  /** Written ahead of its contact, which was to wait by this version: it may stand without it (`entry-ahead.ts`). */
  ahead: z.literal(true).optional(),
  /** The contact's own queue, when this is another's list: overflow. */
  ofQueueId: QueueId.optional(),
  /** Absent: anybody who serves the queue. */
  requirements: Requirements.optional(),
  stepsFrom: Instant.optional(),
});
export type Entry = z.infer<typeof Entry>;

/** Keys in the Routing table. */
export const routingKeys = {
  agent: (agentId: AgentId) => ({ pk: `AGENT#${agentId}`, sk: 'AGENT' }),
  /** One partition lists all agents, for the floor and the choice of a colleague. */
  listing: (agentId: AgentId) => ({ pk: 'AGENTS', sk: `AGENT#${agentId}` }),
  /** Whose an extension is: one item each, so that it is nobody else's. */
  extension: (extension: string) => ({ pk: `EXTENSION#${extension}`, sk: 'EXTENSION' }),
  agentFact: (agentId: AgentId, seq: number) => ({ pk: `AGENT#${agentId}`, sk: `FACT#${String(seq).padStart(6, '0')}` }),
  /** Higher priority first: the digit is inverted so that it sorts first. */
  entry: (queueId: QueueId, priority: number, arrivedAt: Instant, contactId: ContactId) => ({
    pk: `QUEUE#${queueId}`,
    sk: `WAIT#${9 - priority}#${arrivedAt}#${contactId}`,
  }),
  duty: (profileId: ProfileId, agentId: AgentId) => ({ pk: `PROFILE#${profileId}`, sk: `DUTY#${agentId}` }),
  vacancy: (profileId: ProfileId, idleSince: Instant, agentId: AgentId) => ({
    pk: `PROFILE#${profileId}`,
    sk: `IDLE#${idleSince}#${agentId}`,
  }),
} as const;
