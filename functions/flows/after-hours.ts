import { defineFlow } from '../../shared/flows/flow.ts';
import { date, time } from '../../shared/prompts/variables.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';
import { flowing, leavingMessages } from '../kit/grants.ts';

export const definition = define({
  purpose: 'The flow "after-hours": when it opens again, help in an emergency, a message or a callback.',
  wakes: { flow: 'after-hours' },
  may: [...flowing(), ...leavingMessages],
});

/** In an emergency a caller goes before everybody else, and leaves a message when nobody is on duty. */
const urgent = { priority: 9, fallback: 'voicemail' } as const;

export const flow = defineFlow('after-hours', function* (call) {
  yield* call.identify();
  yield* call.play('after-hours');
  const opening = yield* call.opensAt();
  if (opening !== undefined) yield* call.say('opens-at', { date: date(opening.date), time: time(opening.time) });
  const wish = yield* call.digits('after-hours-menu', { length: 1, pattern: '[129]', tries: 2 });
  if (wish === '2') return yield* call.goTo('offer-callback');
  if (wish === '9') return yield* call.enqueue('operator', urgent);
  if (wish === '1') yield* call.voicemail({ topic: 'operator' });
  return yield* call.message('goodbye');
});

export const handler = flowHandler(flow);
