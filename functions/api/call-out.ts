import { callOut } from '../../shared/talk/call-out.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { counting, matching, tables, talking } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'An agent calls a customer, whose record is made with the first call, or a colleague.',
  wakes: { route: 'POST /api/calls' },
  may: [...tables(matching, counting, { customers: ['PutItem'] }), ...talking],
});

export const handler = apiHandler(
  definition,
  async ({ world, agentId, request }) => granted(await callOut(world, agentId, request)).contact,
);
