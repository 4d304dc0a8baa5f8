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

/** What callers say besides the names of the topics. */
const words = {
  product: ['products', 'a product', 'sales', 'buy something', 'order something'],
  technical: ['technical support', 'support', 'help', 'a problem', 'something is broken', 'it does not work'],
  billing: ['a bill', 'my bill', 'an invoice', 'my invoice', 'a payment'],
  returns: ['a return', 'return something', 'send something back'],
};

export const flow = defineFlow('main', function* (call) {
  yield* call.identify();
  if (!(yield* call.isOpen())) {
    yield* call.play('closed');
    return yield* call.hangUp();
  }
  // Its first prompt begins with the welcome: a key is heard from the first word on.
  const topic = yield* call.menu('main-menu', { 1: 'product', 2: 'technical', 3: 'billing', 4: 'returns', 0: 'operator' }, { words });
  return yield* call.enqueue(topic);
});

export const handler = flowHandler(flow);
