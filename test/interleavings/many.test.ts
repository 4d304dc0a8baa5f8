import { availableParallelism } from 'node:os';
import { test } from 'vitest';
import { parameters } from '../routing/seed.ts';
import { playInThreads, told } from './play.ts';

// A rule that was broken once is broken: nothing here depends on the machine, and another try would be another game.
test('a hundred thousand interleavings break no rule', { retry: 0, timeout: 600_000 }, async () => {
  // The same games each time, so that what they find is of the change that is tried; the bench looks for games that nobody has played.
  const { seed, numRuns } = parameters('interleavings', 100_000, 1);
  const { failure } = await playInThreads(seed, numRuns, availableParallelism());
  if (failure !== undefined) throw new Error(told(failure));
});
