import { defineFlow } from '../../shared/flows/flow.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';
import { leavingMessages } from '../kit/grants.ts';

export const definition = define({
  purpose: 'The flow "voicemail": takes a message for the queue that the caller comes from.',
  wakes: { flow: 'voicemail' },
  may: leavingMessages,
});

export const flow = defineFlow('voicemail', function* (call) {
  const result = yield* call.voicemail();
  if (result === 'no-box') yield* call.play('sorry-goodbye');
  else if (result === 'cancelled') yield* call.play('goodbye');
  return yield* call.hangUp();
});

export const handler = flowHandler(flow);
