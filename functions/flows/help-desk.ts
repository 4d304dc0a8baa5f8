import { latestOrder, orderStates } from '../../shared/customers/orders.ts';
import type { Ask, Json } from '../../shared/flows/ask.ts';
import type { Call } from '../../shared/flows/call.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { CustomerId } from '../../shared/ids.ts';
import { date, spelled } from '../../shared/prompts/variables.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';
import { authenticating, flowing } from '../kit/grants.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'The flow "help-desk": language, notice, hours, status of an order, departments.',
  wakes: { flow: 'help-desk' },
  may: flowing({ customers: ['Query', ...authenticating.customers] }),
});

/** For the checker and the picture: what the look at the orders may give. */
export const examples = {
  'find order': [null, ...orderStates.map((state) => ({ orderNumber: '100234', state, arrivesOn: '2026-11-30' }))],
};

/** The newest order of a customer. A company with a system of its own asks that instead. */
async function findOrder(customerId: string): Promise<{ orderNumber: string; state: string; arrivesOn: string } | null> {
  const order = await latestOrder(openWorld().db, CustomerId.parse(customerId));
  return order === undefined ? null : { orderNumber: order.orderNumber, state: order.state, arrivesOn: order.arrivesOn };
}

/** A subflow: tells how the caller's order stands, once they have proved who they are. Returns whether that was of use. */
function* orderStatus(call: Call): Generator<Ask, 'told' | 'not-told' | 'operator', Json> {
  const who = yield* call.authenticate();
  if (who.is === 'operator') return 'operator';
  if (who.is !== 'authenticated') {
    yield* call.play(who.is === 'locked-out' ? 'auth-locked-out' : 'auth-wrong');
    return 'not-told';
  }
  const order = yield* call.run('find order', () => findOrder(who.customerId), { timeoutMs: 1_500, retries: 1, default: null });
  if (order === null) {
    yield* call.play('order-none');
    return 'not-told';
  }
  yield* call.say(`order-${order.state}`, { number: spelled(order.orderNumber), date: date(order.arrivesOn) });
  return 'told';
}

export const flow = defineFlow('help-desk', function* (call) {
  yield* call.identify();
  const language = yield* call.menu('choose-language', { 1: 'en-US', 2: 'hu-HU', 3: 'cs-CZ', 4: 'el-GR', 5: 'zh-CN' });
  if (language !== 'operator') yield* call.speakIn(language);
  yield* call.notice();
  if (!(yield* call.isOpen())) return yield* call.goTo('after-hours');
  yield* call.consent({ mode: 'notice' });
  const topic = yield* call.menu('help-menu', { 1: 'order', 2: 'technical', 3: 'billing', 4: 'returns', 0: 'operator' });
  if (topic !== 'order') return yield* call.enqueue(topic);
  const told = yield* orderStatus(call);
  yield* call.note({ orderStatus: told });
  if (told === 'operator') return yield* call.enqueue('operator');
  const wish = yield* call.menu('order-after', { 1: 'returns', 9: 'goodbye' }, { tries: 2 });
  return wish === 'goodbye' ? yield* call.message('goodbye') : yield* call.enqueue(wish);
});

export const handler = flowHandler(flow);
