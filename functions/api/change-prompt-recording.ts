import { changeRecording } from '../../shared/prompts/edits/change.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { changed, editingPrompts, promptOf } from '../kit/prompts.ts';

export const definition = define({
  purpose: 'Takes a recording for a prompt, converts it for the telephone, and lets callers hear it.',
  wakes: { route: 'POST /api/prompts/{language}/{name}/recording', groups: ['administrators'] },
  may: editingPrompts,
  timeoutSeconds: 29,
  // Minutes of sound are converted in one go.
  memoryMb: 1024,
});

export const handler = apiHandler(definition, (call) => {
  const { wav, version, recording = promptOf(call).name } = call.request;
  return changed(call, version, (editing, target) => changeRecording(editing, target, recording, Buffer.from(wav, 'base64')));
});
