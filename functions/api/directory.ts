import { readDirectory } from '../../shared/agents/directory.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists whom an agent can call: colleagues with their presence, and queues with who waits there.',
  wakes: { route: 'GET /api/directory' },
  may: tables({ routing: ['GetItem', 'Query'], settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world }) => readDirectory(world));
