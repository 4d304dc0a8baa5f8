import { signIn } from '../../shared/agents/sign-in.ts';
import { ProblemError } from '../../shared/problem.ts';
import { deactivated } from '../../shared/users/problems.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables, viewing } from '../kit/grants.ts';
import { viewMe } from '../kit/me.ts';
import { nameOf } from '../kit/people.ts';

export const definition = define({
  purpose: 'Tells a client who its agent is and which offer, call or wrap-up they have; makes the agent on the first sign-in.',
  wakes: { route: 'GET /api/me' },
  may: [...tables(viewing, { connections: ['Query'], routing: ['GetItem', 'PutItem'] }), { userPool: ['AdminGetUser'] }],
});

export const handler = apiHandler(definition, async ({ world, agentId, username, groups }) => {
  const agent = await signIn(world, agentId, () => nameOf(username));
  // A token outlives the session by some minutes.
  if (agent.deactivated === true) throw new ProblemError(deactivated);
  return viewMe(world, agent, groups);
});
