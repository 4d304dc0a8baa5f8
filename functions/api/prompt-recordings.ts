import { viewRecordings } from '../../shared/prompts/edits/view.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { promptOf } from '../kit/prompts.ts';
import { sounds } from '../kit/sounds.ts';

export const definition = define({
  purpose: 'What callers hear of a prompt, with addresses to listen to it.',
  wakes: { route: 'GET /api/prompts/{language}/{name}/recordings', groups: ['administrators', 'supervisors'] },
  may: [...tables({ settings: ['GetItem'] }), { prompts: ['GetObject'] }],
});

export const handler = apiHandler(definition, async (call) => {
  const { language, name } = promptOf(call);
  return { recordings: await viewRecordings({ db: call.world.db, sounds }, language, name) };
});
