import { createHash, randomBytes } from 'node:crypto';
import { readAgent } from '../../shared/agents/read-agent.ts';
import { saveLiveTicket } from '../../shared/live/connection.ts';
import { ProblemError } from '../../shared/problem.ts';
import { deactivated } from '../../shared/users/problems.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define, variables } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Makes the one-time ticket by which a client opens its live socket.',
  wakes: { route: 'POST /api/live-ticket' },
  may: tables({ connections: ['PutItem'], routing: ['GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId, groups }) => {
  if ((await readAgent(world.db, agentId))?.deactivated === true) throw new ProblemError(deactivated);
  const ticket = randomBytes(24).toString('base64url');
  const digest = createHash('sha256').update(ticket).digest('hex');
  await saveLiveTicket(world.db, digest, { agentId, supervises: groups.includes('supervisors') }, world.now());
  // The live socket is on the client's own origin unless the environment says otherwise.
  return { ticket, url: `${process.env[variables.liveUrl] ?? '/live'}?ticket=${ticket}` };
});
