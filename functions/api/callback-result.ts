import { ContactId } from '../../shared/ids.ts';
import { tellResult } from '../../shared/left/callback/call-back.ts';
import { readReasons, whyUnknown } from '../../shared/reasons/read-reasons.ts';
import { reasonOf } from '../../shared/reasons/words.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { granted, refuse } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Takes what an agent says has become of a callback: tried again later, or given up.',
  wakes: { route: 'POST /api/contacts/{contactId}/result' },
  may: [...tables(matching), ...talking],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request }) => {
  const { n, result } = request;
  const reasons = await readReasons(world.db);
  refuse(whyUnknown(reasons, 'callback-results', result));
  const over = reasonOf(reasons, 'callback-results', result)?.over;
  granted(await tellResult(world, agentId, path('contactId', ContactId), n, { result, over }));
  return {};
});
