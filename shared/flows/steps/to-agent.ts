import { z } from 'zod';
import type { Step } from '../ask.ts';
import { enqueue, type WaitingHow } from './enqueue.ts';

/** Whom a caller wants to talk with. */
export type Wanted = { agentId: string } | { extension: string };

export interface ToAgent extends Omit<WaitingHow, 'steps'> {
  /** How long only they are asked. */
  seconds?: number;
  /** Whose queue the caller waits in meanwhile, and who is asked afterwards. */
  topic?: string;
}

const Found = z.strictObject({ agentId: z.string().optional() });
const usualSeconds = 30;

/**
 * The contact waits for one agent, and after a while for whoever serves the topic (`operator`). Ends the flow; but a number or an agent that
 * nobody has is answered at once, and the flow goes on.
 */
export function* toAgent(wanted: Wanted, { seconds = usualSeconds, topic = 'operator', ...how }: ToAgent = {}): Step<'unknown'> {
  const label = 'extension' in wanted ? 'find extension' : 'find agent';
  const { agentId } = Found.parse(yield { do: 'look', label, look: { kind: 'agent', ...wanted } });
  if (agentId === undefined) return 'unknown';
  return yield* enqueue(topic, { ...how, steps: [{ agent: agentId as never, seconds }, {}] });
}
