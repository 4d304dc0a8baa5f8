/** Flows with faults that the checker must find, each marked by a comment on its line. */
import { defineFlow } from '../../shared/flows/flow.ts';

export const wordless = defineFlow('wordless', function* (call) {
  const topic = yield* call.menu('main-menu', { 1: 'billing', 9: 'nothing' });
  if (topic === 'nothing') return yield* call.hangUp(); // wordless
  return yield* call.enqueue(topic);
});

export const silentEnd = defineFlow('silent-end', function* (call) {
  let topic: string = yield* call.menu('main-menu', { 1: 'billing', 0: 'nobody' });
  if (topic === 'nobody') topic = yield* call.menu('main-menu', { 1: 'billing', 0: 'nobody' });
  if (topic !== 'nobody') return yield* call.enqueue(topic);
  return yield* call.hangUp(); // silent end
});

export const noExit = defineFlow('no-exit', function* (call) {
  yield* call.play('welcome');
  for (;;) yield* call.play('closed'); // no exit
});

export const patient = defineFlow('patient', function* (call) {
  for (;;) {
    const topic = yield* call.menu('main-menu', { 1: 'billing', 0: 'again' }); // patient
    if (topic === 'billing') return yield* call.enqueue(topic);
  }
});

export const threeRounds = defineFlow('three-rounds', function* (call) {
  for (let round = 0; round < 5; round++) {
    const topic = yield* call.menu('main-menu', { 1: 'billing', 0: 'again' });
    if (topic === 'billing') return yield* call.enqueue(topic);
  }
  yield* call.play('goodbye');
});

export const clock = defineFlow('clock', function* (call) {
  yield* call.play('welcome');
  const open = yield* call.isOpen(); // clock
  if (!open) yield* call.play(new Date().getHours() < 12 ? 'closed' : 'goodbye');
});

export const throwing = defineFlow('throwing', function* (call) {
  const { customerId } = yield* call.identify(); // throwing
  if (customerId === undefined) throw new RangeError('nobody called');
  return yield* call.enqueue('operator');
});

export const strangeNames = defineFlow('strange-names', function* (call) {
  if (!(yield* call.isOpen('moonlight'))) yield* call.play('welcom'); // hours, prompt
  return yield* call.enqueue('teknical'); // topic
});

export const strangeWays = defineFlow('strange-ways', function* (call) {
  yield* call.speakIn('xx-XX'); // language
  const way = yield* call.split('trial', { agent: 1, number: 1, queue: 1, flow: 1 });
  if (way === 'agent' && (yield* call.toAgent({ extension: 'anna' })) === 'unknown') yield* call.play('goodbye'); // agent
  if (way === 'number') yield* call.toNumber('911'); // number
  if (way === 'queue') return yield* call.enqueue('operator', { fallback: 'nowhere' }); // fallback
  yield* call.play('goodbye');
  return yield* call.goTo('nobody-wrote-it'); // flow
});

export const slow = defineFlow('slow', function* (call) {
  const found = yield* call.run('find order', async () => 'operator', { timeoutMs: 2000, retries: 1, default: 'operator' }); // slow
  return yield* call.enqueue(found);
});

export const unknownSecret = defineFlow('unknown-secret', function* (call) {
  const found = yield* call.secretDigits('auth-pin', { length: 4, check: async () => 'right' }); // secret
  yield* call.play(found === 'right' ? 'goodbye' : 'closed');
});

export const unknownResult = defineFlow('unknown-result', function* (call) {
  const order = yield* call.run('find order', async () => 'shipped'); // example
  yield* call.play(order === 'shipped' ? 'goodbye' : 'no-such-prompt');
});

export const greedy = defineFlow('greedy', function* (call) {
  for (let page = 0; page < 9; page++) yield* call.run(`page ${page}`, async () => 'x'.repeat(2500));
  return yield* call.enqueue('operator');
});

export const deaf = defineFlow('deaf', function* (call) {
  // A step whose pattern no key of a telephone fits.
  const asked = call.menu('main-menu', {});
  const first = asked.next();
  if (first.done !== true && first.value.do === 'act') {
    const [menu] = first.value.actions;
    if (menu?.Type === 'PlayAudioAndGetDigits') menu.Parameters.InputDigitsRegex = '^[A-D]$';
    yield first.value;
  }
  return yield* call.enqueue('operator');
});
