import { defineFlow } from '../../shared/flows/flow.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';

export const definition = define({
  purpose: 'The flow "main": opening hours, and a menu that welcomes and leads to a queue.',
  wakes: { flow: 'main' },
  may: [
    { table: 'customers', actions: ['GetItem', 'PutItem'] },
    { table: 'contacts', actions: ['GetItem', 'PutItem', 'UpdateItem'] },
    { table: 'settings', actions: ['GetItem'] },
  ],
});

export const flow = defineFlow('main', function* (call) {
  yield* call.identify();
  if (!(yield* call.isOpen())) {
    yield* call.play('closed');
    return yield* call.hangUp();
  }
  // Its first prompt begins with the welcome: a key is heard from the first word on.
  const topic = yield* call.menu('main-menu', { 1: 'product', 2: 'technical', 3: 'billing', 4: 'returns', 0: 'operator' });
  return yield* call.enqueue(topic);
});

export const handler = flowHandler(flow);
