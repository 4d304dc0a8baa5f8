/** What one may order of the robots, what they tell, and the messages between this process and theirs. */
import { z } from 'zod';

/** As many as a laptop carries with room to spare. */
export const mostAgents = 40;
export const mostCallersPerMinute = 60;

/** Each robot caller is one customer, whom the contact center then knows: numbers kept free for fiction. */
export const robotNumbers = Array.from({ length: 100 }, (_, n) => `+1720555${String(100 + n).padStart(4, '0')}`);

export const Order = z.strictObject({
  callersPerMinute: z.number().min(0).max(mostCallersPerMinute),
  agents: z.number().int().min(0).max(mostAgents),
});
export type Order = z.infer<typeof Order>;

/** How long robots wait and do things, in seconds; a test has less time than a demo. */
export const Pace = z.strictObject({
  /** Callers hang up after waiting about so long, exponentially spread, without an agent. */
  patience: z.number().positive(),
  /** From `[0]` to `[1]`: until a caller presses a key, a call's conversation, the agent's answer and wrap-up. */
  menu: z.tuple([z.number(), z.number()]),
  talk: z.tuple([z.number(), z.number()]),
  answer: z.tuple([z.number(), z.number()]),
  wrapUp: z.tuple([z.number(), z.number()]),
});
export type Pace = z.infer<typeof Pace>;
export const lifelike: Pace = { patience: 90, menu: [2, 6], talk: [15, 50], answer: [1, 4], wrapUp: [3, 8] };

export const agentStates = ['signing in', 'idle', 'offered', 'talking', 'wrapping up', 'on break', 'failed'] as const;
export type AgentState = (typeof agentStates)[number];
export const callerStates = ['in the menu', 'waiting', 'talking'] as const;
export type CallerState = (typeof callerStates)[number];

export interface Report {
  agents: Record<AgentState, number>;
  callers: Record<CallerState, number>;
  /** Since the order: calls placed, that reached an agent, that gave up before, and that were not answered or left out. */
  placed: number;
  reached: number;
  gaveUp: number;
  refused: number;
  /** The latest things that went wrong, newest first. */
  problems: { at: string; text: string }[];
}

/** Where robots call and sign in. */
export interface Place {
  /** The origin of the client, without a slash. */
  client: string;
  /** `host:port`. */
  sip: string;
  /** Number that callers dial. */
  to: string;
}

export type ToCrowd =
  { type: 'fill'; callersPerMinute: number; agents: readonly string[]; place: Place; pace: Pace } | { type: 'stop'; withinMs: number };
export type FromCrowd = { type: 'report'; report: Report } | { type: 'stopped' };
