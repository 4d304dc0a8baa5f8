import { expect, test } from 'vitest';
import { play, playOne, told } from './play.ts';

test('whatever comes together, late, twice or dies half way: one contact, one agent; nobody lost; every fact told', async () => {
  // The same games each time: others are for `npm run bench -- interleavings`, which looks for what nobody has found yet.
  const { failure } = await play({ seed: Number(process.env['SEED'] ?? 1_000_000), stride: 1, interleavings: 400 });
  if (failure !== undefined) throw new Error(told(failure));
}, 60_000);

test('the same seed plays the same game', async () => {
  expect(await playOne(7)).toEqual(await playOne(7));
});
