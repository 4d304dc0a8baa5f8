import { changeText } from '../../shared/prompts/edits/change.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { changed, editingPrompts } from '../kit/prompts.ts';

export const definition = define({
  purpose: 'Changes the words of a prompt; where Polly speaks the language, callers hear them at once.',
  wakes: { route: 'POST /api/prompts/{language}/{name}/text', groups: ['administrators'] },
  may: [...editingPrompts, { voice: ['SynthesizeSpeech'] }],
  timeoutSeconds: 29,
});

export const handler = apiHandler(definition, (call) =>
  changed(call, call.request.version, (editing, target) => changeText(editing, target, call.request.text)),
);
