import { changeStatus } from '../../shared/agents/change-status.ts';
import { viewAgent } from '../../shared/agents/view-agent.ts';
import { whyNoBreak } from '../../shared/reasons/why-no-break.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted, refuse } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Sets what an agent chose: at once, or after the present contact; finds an available agent the next contact.',
  wakes: { route: 'POST /api/me/status' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, request }) => {
  refuse(await whyNoBreak(world.db, agentId, request));
  const { agent } = granted(await changeStatus(world, agentId, request));
  return viewAgent(agent);
});
