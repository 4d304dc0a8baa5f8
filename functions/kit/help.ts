import type { AgentId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Group } from './definition.ts';
import { notAllowed } from './problems.ts';

/** The chat beside a raised hand is between its agent and the supervisors. Throws the problem for everybody else. */
export function mayHelp(agentId: AgentId, who: { agentId: AgentId; groups: readonly Group[] }): void {
  if (who.agentId !== agentId && !who.groups.includes('supervisors')) throw new ProblemError(notAllowed);
}
