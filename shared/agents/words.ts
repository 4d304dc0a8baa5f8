/** What the agent chose. After a missed offer the system chooses *on break, missed*. */
export const statuses = ['available', 'on-break', 'offline'] as const;
export type Status = (typeof statuses)[number];

/** One of the company's list of breaks (`shared/reasons/`), or `missed`, which the system says. */
export type BreakReason = string;

/** What the system knows. An agent who isn't available is `idle` too; only status and lease make a vacancy of it. */
export const agentStates = ['idle', 'offered', 'engaged', 'wrapping-up'] as const;
export type AgentState = (typeof agentStates)[number];
