import { defineFlow } from '../../shared/flows/flow.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'The flow "unserved": for callers whom their queue could not serve, with a message or a callback to choose.',
  wakes: { flow: 'unserved' },
  may: tables({ contacts: ['GetItem', 'PutItem'] }),
});

/** Why a caller left the queue → what is said about it. */
const sorry: Readonly<Record<string, string>> = {
  closed: 'unserved-closed',
  'queue-full': 'unserved-full',
  'no-agents': 'unserved-nobody',
  'timed-out': 'unserved-waited',
};

export const flow = defineFlow('unserved', function* (call) {
  yield* call.play(sorry[call.left?.why ?? ''] ?? 'unserved-nobody');
  const key = yield* call.press('unserved-choices', ['1', '2']);
  if (key === '1') return yield* call.goTo('voicemail');
  if (key === '2') return yield* call.goTo('offer-callback');
  yield* call.play('goodbye');
  return yield* call.hangUp();
});

export const handler = flowHandler(flow);
