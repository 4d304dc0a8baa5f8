import { undoChange } from '../../shared/prompts/edits/change.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { changed, editingPrompts } from '../kit/prompts.ts';

export const definition = define({
  purpose: 'Takes the latest change of a prompt back.',
  wakes: { route: 'POST /api/prompts/{language}/{name}/undo', groups: ['administrators'] },
  may: editingPrompts,
});

export const handler = apiHandler(definition, (call) => changed(call, call.request.version, undoChange));
