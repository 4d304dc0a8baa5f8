/** What the agent chose. After a missed offer the system chooses *on break, missed*. */
export const statuses = ['available', 'on-break', 'offline'] as const;
export type Status = (typeof statuses)[number];

export const breakReasons = ['break', 'lunch', 'training', 'meeting', 'back-office', 'missed'] as const;
export type BreakReason = (typeof breakReasons)[number];

/** What the system knows. An agent who isn't available is `idle` too; only status and lease make a vacancy of it. */
export const agentStates = ['idle', 'offered', 'engaged', 'wrapping-up'] as const;
export type AgentState = (typeof agentStates)[number];
