/**
 * The states of a contact:
 *
 *     in-flow ──► waiting ──► offered ──► accepted ──► connected ──► ended
 *                    ▲           │            │          ▲  │
 *                    └───────────┴────────────┴──────────┼──┘   (declined, missed, no audio, agent lost, handed over)
 *                                             dialling ──┘      (we call: outbound and internal contacts begin here)
 *                                             passed-on         (from connected: the customer talks with an outside number alone)
 *
 *     scheduled ◄──► waiting                    (a callback whose time has not come, or that nobody answered)
 *
 * Every state may go to `ended`: the caller hangs up whenever they like. What a conversation is while `connected`, `dialling` or `passed-on`
 * stands in `shared/talk/machine.ts`.
 */
export const contactStates = [
  'in-flow',
  'dialling',
  'scheduled',
  'waiting',
  'offered',
  'accepted',
  'connected',
  'passed-on',
  'ended',
] as const;
export type ContactState = (typeof contactStates)[number];

/** Who called whom. */
export const directions = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof directions)[number];

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
  /** A callback that nobody answered, as often as was tried. */
  'exhausted',
] as const;
export type LeaveReason = (typeof leaveReasons)[number];

export const endReasons = [
  'caller-hung-up',
  'agent-hung-up',
  'flow-ended',
  'lost',
  'expired',
  /** An outside number, or the colleague of an internal contact, hung up. */
  'party-hung-up',
  /** Outbound: what became of the call. */
  'busy',
  'no-answer',
  'not-reached',
  'cancelled',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Why an offer was taken back before the agent said anything. */
export const withdrawReasons = ['caller-hung-up', 'not-seen', 'lease-ended', 'agent-changed-status', 'expired', 'cancelled'] as const;
export type WithdrawReason = (typeof withdrawReasons)[number];

export const offerStates = ['pending', 'accepted', 'declined', 'missed', 'withdrawn'] as const;
export type OfferState = (typeof offerStates)[number];

/** The result code that an agent chooses in wrap-up: one of the company's list (`shared/reasons/`). */
export type Disposition = string;
