import { availableParallelism } from 'node:os';
import { test } from 'vitest';
import { parameters } from '../routing/seed.ts';
import { playInThreads, told } from './play.ts';

test('a hundred thousand interleavings break no rule', async () => {
  const { seed, numRuns } = parameters('interleavings', 100_000);
  const { failure } = await playInThreads(seed, numRuns, availableParallelism());
  if (failure !== undefined) throw new Error(told(failure));
}, 600_000);
