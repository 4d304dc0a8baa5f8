import { readAgent } from '../agents/read-agent.ts';
import type { Status } from '../agents/words.ts';
import type { Database } from '../database/database.ts';
import type { AgentId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readReasons, whyUnknown } from './read-reasons.ts';

/** Why nobody may choose this break; undefined when they may. A break that the agent is on already may get another end, whatever the list says now. */
export async function whyNoBreak(
  db: Database,
  agentId: AgentId,
  { status, breakReason }: { status?: Status | undefined; breakReason?: string | undefined },
): Promise<Problem | undefined> {
  if (status !== 'on-break' || breakReason === undefined) return undefined;
  const problem = whyUnknown(await readReasons(db), 'breaks', breakReason);
  if (problem === undefined || breakReason === 'missed') return problem;
  const agent = await readAgent(db, agentId);
  return agent?.breakReason === breakReason || agent?.nextBreakReason === breakReason ? undefined : problem;
}
