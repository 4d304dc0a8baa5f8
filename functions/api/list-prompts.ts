import { listPrompts, viewLanguages } from '../../shared/prompts/edits/view.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'All prompts with their texts and states, in every language.',
  wakes: { route: 'GET /api/prompts', groups: ['administrators', 'supervisors'] },
  may: tables({ settings: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world }) => ({ languages: viewLanguages(), prompts: await listPrompts(world.db) }));
