import { noSuchAgent } from '../../shared/agents/help.ts';
import { AgentId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { whyNoCalls } from '../../shared/routing/why.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Tells why an agent is offered nothing now.',
  wakes: { route: 'GET /api/agents/{agentId}/why', groups: ['supervisors', 'administrators'] },
  may: tables({ routing: ['GetItem', 'Query'], settings: ['Query', 'GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world, path }) => {
  const why = await whyNoCalls(world, path('agentId', AgentId));
  if (why === undefined) throw new ProblemError(noSuchAgent);
  return why;
});
