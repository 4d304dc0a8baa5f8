/** Pure: a decision made again from what an offer has stored, and told. */
import type { Offer, Rival } from '../../contacts/contact.ts';
import type { AgentId, ContactId } from '../../ids.ts';
import type { Step } from '../../queues/queue.ts';
import { rank, reasonForAgent } from './choose-agent.ts';
import { compareText } from './ranking.ts';
import { reasonForContact } from './choose-contact.ts';

/** Rivals in the order in which the agent serves them; those who can't come last. */
const byTurn = (a: Rival, b: Rival): number =>
  Number(a.ruledOut !== undefined) - Number(b.ruledOut !== undefined) ||
  a.level - b.level ||
  a.order - b.order ||
  b.priority - a.priority ||
  compareText(a.arrivedAt, b.arrivedAt) ||
  compareText(a.contactId, b.contactId);

export interface Decision {
  agentId: AgentId | undefined;
  contactId: ContactId | undefined;
  reason: string;
}

/** Whom the stored inputs give: the same agent, contact and sentence as the offer, always. Undefined for an offer that no rule made. */
export function decideAgain({ agentId, contactId, candidates, grounds, reason }: Offer): Decision | undefined {
  if (grounds === undefined || grounds.found === 'picked') return undefined;
  if (grounds.found === 'agent') {
    const ranked = rank(candidates, grounds.strategy, grounds.draw);
    return { agentId: ranked[0]?.agentId, contactId, reason: reasonForAgent(ranked, grounds.strategy, grounds) };
  }
  const [first] = grounds.rivals.toSorted(byTurn);
  const again = first === undefined ? reason : reasonForContact(first, grounds.able);
  return { agentId, contactId: first?.contactId, reason: again };
}

const list = (parts: readonly string[]): string =>
  parts.length <= 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Whom a step asks for, as words after "asks for". */
export function stepWords(step: Step, names: { agent(id: string): string; queue(id: string): string }): string {
  const { agent, skills = [], upToLevel, queues = [] } = step;
  const who = agent === undefined ? 'anybody' : names.agent(agent);
  const asks = [
    ...skills.map(({ skillId, level }) => `${skillId} at level ${level} or better`),
    ...(upToLevel === undefined ? [] : [`level ${upToLevel} of the queue or better`]),
  ];
  const overflow = queues.length === 0 ? '' : `, also by the agents of ${list(queues.map((one) => names.queue(one)))}`;
  return `${who}${asks.length === 0 ? '' : ` with ${list(asks)}`}${overflow}`;
}
