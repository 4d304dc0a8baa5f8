import { readChoices } from '../../shared/settings/choices.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { sources } from '../kit/settings.ts';

export const definition = define({
  purpose: 'Tells what settings may name: each other, flows, prompts, agents.',
  wakes: { route: 'GET /api/settings', groups: ['supervisors', 'administrators'] },
  may: [...tables({ settings: ['Query', 'GetItem'], routing: ['Query'] }), { flows: 'names' }],
});

export const handler = apiHandler(definition, async ({ world }) => readChoices(world.db, sources()));
