import { defineFlow } from '../../shared/flows/flow.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';
import { askingCallbacks } from '../kit/grants.ts';

export const definition = define({
  purpose: 'The flow "offer-callback": a caller who waits in a queue may be called back instead, and keeps their place.',
  wakes: { flow: 'offer-callback' },
  may: askingCallbacks,
});

export const flow = defineFlow('offer-callback', function* (call) {
  const answer = yield* call.offerCallback();
  if (answer === 'requested') return yield* call.hangUp();
  // Whoever would rather wait goes back into the queue that they came from.
  if (answer === 'declined' && call.left?.topic !== undefined) return yield* call.enqueue(call.left.topic);
  return yield* call.goTo('voicemail');
});

export const handler = flowHandler(flow);
