import { readEditHistory } from '../../shared/prompts/edits/read.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { promptOf } from '../kit/prompts.ts';

export const definition = define({
  purpose: 'Who changed a prompt, when, and what it was before.',
  wakes: { route: 'GET /api/prompts/{language}/{name}/history', groups: ['administrators', 'supervisors'] },
  may: tables({ settings: ['Query'] }),
});

export const handler = apiHandler(definition, async (call) => {
  const { language, name } = promptOf(call);
  return { changes: await readEditHistory(call.world.db, language, name) };
});
