/** The engine's property on the local DynamoDB engine and in memory; `npm run bench -- flow-orders` plays it by the hundred thousand. */
import * as fc from 'fast-check';
import { describe, test } from 'vitest';
import { parameters } from '../routing/seed.ts';
import { undisturbed } from './orders.ts';

describe('whatever the service does, a call comes to where it would come undisturbed', () => {
  test('in memory', { timeout: 600_000 }, () => fc.assert(undisturbed('in memory'), parameters('calls', 300)));

  // Many times slower: a few, however many are asked for.
  test('on the local engine', { timeout: 600_000 }, () =>
    fc.assert(undisturbed('on the engine'), { ...parameters('calls on the engine', 10), numRuns: 10 }),
  );
});
