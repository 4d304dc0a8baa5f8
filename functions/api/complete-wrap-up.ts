import { requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { ContactId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import { readReasons, whyUnknown } from '../../shared/reasons/read-reasons.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { announcing, matching, tables } from '../kit/grants.ts';
import { viewMe } from '../kit/me.ts';
import { granted, refuse } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Hands a wrap-up in, with its ticket, and finds the agent the next contact.',
  wakes: { route: 'POST /api/contacts/{contactId}/wrap-up' },
  may: [...tables(matching, { tickets: ['PutItem', 'DeleteItem'] }), ...announcing],
});

const notYourWrapUp = {
  code: 'not-your-wrap-up',
  sentence: 'This wrap-up is a colleague’s.',
  remedy: 'Ask them, or a supervisor, to hand it in.',
  status: 403,
} as const;

export const handler = apiHandler(definition, async ({ world, agentId, groups, path, request }) => {
  const { agentId: whose = agentId } = request;
  if (whose !== agentId && !groups.includes('supervisors')) throw new ProblemError(notYourWrapUp);
  refuse(whyUnknown(await readReasons(world.db), 'dispositions', request.disposition));
  granted(await completeWrapUp(world, whose, path('contactId', ContactId), request, whose === agentId ? undefined : agentId));
  return viewMe(world, await requireAgent(world.db, agentId), groups);
});
