/**
 * The states of a contact:
 *
 *     in-flow ──► waiting ──► offered ──► accepted ──► connected ──► ended
 *                    ▲           │            │             │
 *                    └───────────┴────────────┴─────────────┘   (declined, missed, no audio, agent lost)
 *
 * Every state may go to `ended`: the caller hangs up whenever they like.
 */
export const contactStates = ['in-flow', 'waiting', 'offered', 'accepted', 'connected', 'ended'] as const;
export type ContactState = (typeof contactStates)[number];

/** Why an entry left its queue: each leaves once, with one of these. */
export const leaveReasons = [
  'answered',
  'abandoned',
  'timed-out',
  'no-agents',
  'queue-full',
  'closed',
  'exited-by-key',
  'callback-requested',
  'withdrawn',
] as const;
export type LeaveReason = (typeof leaveReasons)[number];

export const endReasons = ['caller-hung-up', 'agent-hung-up', 'flow-ended', 'lost', 'expired'] as const;
export type EndReason = (typeof endReasons)[number];

/** Why an offer was taken back before the agent said anything. */
export const withdrawReasons = ['caller-hung-up', 'not-seen', 'lease-ended', 'agent-changed-status', 'expired'] as const;
export type WithdrawReason = (typeof withdrawReasons)[number];

export const offerStates = ['pending', 'accepted', 'declined', 'missed', 'withdrawn'] as const;
export type OfferState = (typeof offerStates)[number];

/** The result code that an agent chooses in wrap-up. */
export const dispositions = ['solved', 'follow-up', 'escalated', 'wrong-number', 'silent', 'abusive'] as const;
export type Disposition = (typeof dispositions)[number];
