import { noSuchAgent } from '../../shared/agents/help.ts';
import { AgentId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { viewAgentSetting } from '../../shared/routing/agent-setting.ts';
import { setAgent } from '../../shared/routing/set-agent.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'A supervisor sets an agent’s status, routing profile or skills, for good or for a time.',
  wakes: { route: 'POST /api/agents/{agentId}/setting', groups: ['supervisors', 'administrators'] },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request }) => {
  const whom = path('agentId', AgentId);
  granted(await setAgent(world, whom, request, agentId));
  const setting = await viewAgentSetting(world, whom);
  if (setting === undefined) throw new ProblemError(noSuchAgent);
  return setting;
});
