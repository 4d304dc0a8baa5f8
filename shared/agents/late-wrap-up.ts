/** Wrap-ups that nobody handed in: their time ran out, or the contact went on without its agent. They can be handed in later. */
import type { Interaction } from '../contacts/contact.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId } from '../ids.ts';
import { changeAgent, type Changes } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { type Agent, mostLate } from './agent.ts';
import { requireAgent } from './read-agent.ts';

export interface Late {
  contactId: ContactId;
  n: number;
}
/** Pure: nobody has said how it went, and its time is over, or its agent was lost after they had talked. */
export const isMissed = ({ state, disposition, connectedAt, wrapUpStartedAt }: Interaction): boolean =>
  disposition === undefined &&
  ((state === 'completed' && wrapUpStartedAt !== undefined) || (state === 'failed' && connectedAt !== undefined));

const isSame = (a: Late, b: Late): boolean => a.contactId === b.contactId && a.n === b.n;

/** Pure: one more share to wrap up late. */
export const withLate = ({ late = [] }: Agent, share: Late): Changes<Agent> => ({
  late: [...late.filter((one) => !isSame(one, share)), share].slice(-mostLate),
});

/** Pure: the same for whoever has just let its time pass; what they owed for an earlier share of that contact goes with it. */
export const withMissed = ({ late = [], ...agent }: Agent, share: Late): Changes<Agent> =>
  withLate({ ...agent, late: late.filter(({ contactId }) => contactId !== share.contactId) }, share);

/** Pure: the share is no longer waited for. Undefined when it was not. */
export function withoutLate({ late = [] }: Agent, share: Late): Changes<Agent> | undefined {
  const left = late.filter((one) => !isSame(one, share));
  if (left.length === late.length) return undefined;
  return { late: left.length === 0 ? undefined : left };
}

/** The writes by which a late wrap-up that is handed in is no longer waited for. */
export function handedIn(agent: Agent, share: Late, nowMs: number): Write[] {
  const changes = withoutLate(agent, share);
  return changes === undefined ? [] : changeAgent(agent, nowMs, changes, []).writes;
}

/** The agent gives a late wrap-up up. Twice is once. */
export async function forgetWrapUp(world: World, agentId: AgentId, share: Late): Promise<Agent> {
  return settle<Agent>(world, async () => {
    const before = await requireAgent(world.db, agentId);
    const changes = withoutLate(before, share);
    if (changes === undefined) return { stop: before };
    const { after, writes } = changeAgent(before, world.now(), changes, []);
    return { write: writes, then: after };
  });
}
