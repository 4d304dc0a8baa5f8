/** The engine's property on the local DynamoDB engine and in memory; `npm run bench -- flow-orders` plays it by the hundred thousand. */
import * as fc from 'fast-check';
import { describe, test } from 'vitest';
import { parameters } from '../routing/seed.ts';
import { undisturbed, type Where } from './orders.ts';

/** Where it is played, and how many calls when nobody says otherwise (RUNS, SEED). */
const modest: readonly { where: Where; calls: number }[] = [
  { where: 'on the engine', calls: 10 },
  { where: 'in memory', calls: 300 },
];

describe('whatever the service does, a call comes to where it would come undisturbed', () => {
  for (const { where, calls } of modest)
    test(where, { timeout: 600_000 }, () => fc.assert(undisturbed(where), parameters(`calls ${where}`, calls)));
});
