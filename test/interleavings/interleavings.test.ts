import { expect, test } from 'vitest';
import { parameters } from '../routing/seed.ts';
import { play, playOne, told } from './play.ts';

test('whatever comes together, late, twice or dies half way: one contact, one agent; nobody lost; every fact told', async () => {
  const { seed, numRuns } = parameters('interleavings', 400);
  const { failure } = await play({ seed, stride: 1, interleavings: numRuns });
  if (failure !== undefined) throw new Error(told(failure));
}, 60_000);

test('the same seed plays the same game', async () => {
  expect(await playOne(7)).toEqual(await playOne(7));
});
