import { defineConfig } from 'vitest/config';
import { long } from '../../vitest.config.ts';

/**
 * Not seen green on a quiet machine since they were written or changed: `PEERS=all` runs them too. What a caller leaves is heard again on a
 * machine that has time.
 */
const unproven = [
  'test/system/left.test.ts',
  'test/system/pin.test.ts',
  'test/peers/flows.test.ts',
  'test/peers/client-states.test.ts',
  'test/system/robots.test.ts',
  'test/peers/pages.test.ts',
  'test/peers/missed-wrap-up.test.ts',
];

/** Tests with real peers, and the long ones with the whole system: one at a time, since each takes the cores. */
export default defineConfig({
  test: {
    include: [...long, 'test/peers/**/*.test.ts'],
    exclude: process.env['PEERS'] === 'all' ? [] : unproven,
    globalSetup: ['test/build.ts'],
    environment: 'node',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    // Programs of others on a machine that others share: what fails once for want of time is asked once more, and the log says so.
    retry: 2,
  },
});
