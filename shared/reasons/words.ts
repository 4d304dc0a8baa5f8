/** The lists of reasons that people choose from, and what is on them until a company has lists of its own. Pure. */
import { z } from 'zod';
import { ticketStatuses } from '../tickets/words.ts';

/** Why an agent is on a break; how a call ended; what became of a callback; why a supervisor set an agent. */
export const reasonLists = ['breaks', 'dispositions', 'callback-results', 'status-changes'] as const;
export type ReasonListId = (typeof reasonLists)[number];

export const listTitles: Record<ReasonListId, string> = {
  breaks: 'Breaks',
  dispositions: 'How a call ended',
  'callback-results': 'What became of a callback',
  'status-changes': 'Why a supervisor sets an agent',
};

/** What agents, contacts and facts name. It stays when the reason gets another name, or is chosen no more. */
export const ReasonId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and dashes, at most 64');
const name = z.string().trim().min(1).max(40);

export const Reason = z.strictObject({
  reasonId: ReasonId,
  name,
  /** Breaks: no longer than this, in minutes; who stays longer is shown so. */
  minutes: z
    .number()
    .int()
    .min(1)
    .max(12 * 60)
    .optional(),
  /** Breaks: time that counts as work, such as a training. */
  productive: z.boolean().optional(),
  /** Dispositions: the status that a ticket usually has then; the agent may choose another. */
  ticketStatus: z.enum(ticketStatuses).optional(),
  /** Callback results: nobody calls again. */
  over: z.boolean().optional(),
});
export type Reason = z.infer<typeof Reason>;

export const ReasonList = z.object({
  /** In the order in which they are shown. */
  reasons: z.array(Reason).max(50),
  /** Chosen no more; records that name them still show the name. */
  former: z
    .array(z.strictObject({ reasonId: ReasonId, name }))
    .max(500)
    .optional(),
});
export type ReasonList = z.infer<typeof ReasonList>;

export const Reasons = z.record(z.enum(reasonLists), ReasonList);
export type Reasons = z.infer<typeof Reasons>;

/** What the system says by itself; nobody chooses it. */
const ofTheSystem: Record<ReasonListId, Readonly<Record<string, string>>> = {
  breaks: { missed: 'Missed an offer' },
  dispositions: {},
  'callback-results': { 'not-reached': 'Not reached', 'given-back': 'Given back' },
  'status-changes': {},
};

export const defaultReasons: Reasons = {
  breaks: {
    reasons: [
      { reasonId: 'break', name: 'Break' },
      { reasonId: 'lunch', name: 'Lunch' },
      { reasonId: 'training', name: 'Training', productive: true },
      { reasonId: 'meeting', name: 'Meeting', productive: true },
      { reasonId: 'back-office', name: 'Back office', productive: true },
    ],
  },
  dispositions: {
    reasons: [
      { reasonId: 'solved', name: 'Solved', ticketStatus: 'resolved' },
      { reasonId: 'follow-up', name: 'Follow-up', ticketStatus: 'requires-follow-up' },
      { reasonId: 'escalated', name: 'Escalated', ticketStatus: 'open' },
      { reasonId: 'wrong-number', name: 'Wrong number', ticketStatus: 'closed' },
      { reasonId: 'silent', name: 'Silent', ticketStatus: 'closed' },
      { reasonId: 'abusive', name: 'Abusive', ticketStatus: 'closed' },
    ],
  },
  'callback-results': {
    reasons: [
      { reasonId: 'no-answer', name: 'No answer' },
      { reasonId: 'busy', name: 'Busy' },
      { reasonId: 'voicemail-reached', name: 'A mailbox answered' },
      { reasonId: 'wrong-number', name: 'Wrong number', over: true },
    ],
  },
  'status-changes': { reasons: [] },
};

/** What a reason is called, whether it is chosen still, was once, or is the system's own. */
export function reasonName(reasons: Reasons, listId: ReasonListId, reasonId: string): string {
  const { reasons: chosen, former = [] } = reasons[listId];
  const same = (one: { reasonId: string }) => one.reasonId === reasonId;
  const known = ofTheSystem[listId][reasonId] ?? [...chosen, ...former, ...defaultReasons[listId].reasons].find(same)?.name;
  return known ?? reasonId.charAt(0).toUpperCase() + reasonId.slice(1).replaceAll('-', ' ');
}

export const reasonOf = (reasons: Reasons, listId: ReasonListId, reasonId: string | undefined): Reason | undefined =>
  reasons[listId].reasons.find((one) => one.reasonId === reasonId);

export const isSystemReason = (listId: ReasonListId, reasonId: string): boolean => ofTheSystem[listId][reasonId] !== undefined;
