import { noSuchAgent } from '../../shared/agents/help.ts';
import { AgentId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { viewAgentSetting } from '../../shared/routing/agent-setting.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Tells a supervisor what an agent is set to, and what there is to choose from.',
  wakes: { route: 'GET /api/agents/{agentId}/setting', groups: ['supervisors', 'administrators'] },
  may: tables({ routing: ['GetItem'], settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => {
  const setting = await viewAgentSetting(world, path('agentId', AgentId));
  if (setting === undefined) throw new ProblemError(noSuchAgent);
  return setting;
});
