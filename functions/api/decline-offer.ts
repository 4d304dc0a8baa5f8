import { requireAgent } from '../../shared/agents/read-agent.ts';
import { viewAgent } from '../../shared/agents/view-agent.ts';
import { ContactId } from '../../shared/ids.ts';
import type { Problem } from '../../shared/problem.ts';
import { ProblemError } from '../../shared/problem.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';

export const definition = define({
  purpose: 'An agent who may do so passes an offer on to the next agent.',
  wakes: { route: 'POST /api/contacts/{contactId}/decline' },
  may: [...tables(matching), ...talking],
});

const mayNotDecline: Problem = {
  code: 'may-not-decline',
  sentence: 'You may not decline offers.',
  remedy: 'Accept it, or choose a break before the next one.',
  status: 403,
};

export const handler = apiHandler(definition, async ({ world, agentId, path, request: { n } }) => {
  const contactId = path('contactId', ContactId);
  const agent = await requireAgent(world.db, agentId);
  if (!agent.mayDecline) throw new ProblemError(mayNotDecline);
  // Somebody else's offer, or one that is over, leaves everything as it is: the answer says what is.
  if (agent.contactId === contactId && agent.n === n) await endOffer(world, contactId, n, { kind: 'declined' });
  return viewAgent(await requireAgent(world.db, agentId));
});
