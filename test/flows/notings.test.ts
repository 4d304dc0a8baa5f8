import { expect, test } from 'vitest';
import { identifyCustomer } from '../../shared/customers/identify.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { ContactId, PhoneNumber } from '../../shared/ids.ts';
import { openCentre, PhoneCall } from './centre.ts';

const number = PhoneNumber.parse('+12025550177');

test('a language that is chosen back within one event is the one that holds', async () => {
  const flow = defineFlow('main', function* (call) {
    yield* call.speakIn('en-US');
    yield* call.play('welcome');
    yield* call.speakIn('hu-HU');
    // What may be done only once has written down what was noted before it.
    yield* call.run('find order', async () => 1);
    yield* call.speakIn('en-US');
    yield* call.play('goodbye');
  });
  const call = new PhoneCall(await openCentre([flow]), number);
  await call.flow();
  expect((await call.contact()).language).toBe('en-US');
  await call.listens();
  expect((await call.contact()).language).toBe('en-US');
});

test('a customer was made by the call that made them, however often it asks', async () => {
  const { world } = await openCentre([]);
  const [mine, another] = [ContactId.parse(world.newId()), ContactId.parse(world.newId())];
  const [one, again] = await Promise.all([identifyCustomer(world, number, mine), identifyCustomer(world, number, mine)]);
  expect(one.created).toBe(true);
  expect(again).toEqual(one);
  expect(await identifyCustomer(world, number, another)).toEqual({ ...one, created: false });
  expect((await identifyCustomer(world, number)).created).toBe(false);
});
