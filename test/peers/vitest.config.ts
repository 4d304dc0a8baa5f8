import { defineConfig } from 'vitest/config';
import { long } from '../../vitest.config.ts';

/** Tests with real peers, and the long ones with the whole system: one at a time, since each takes the cores. */
export default defineConfig({
  test: {
    include: [...long, 'test/peers/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    environment: 'node',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    fileParallelism: false,
    // Programs of others on a machine that others share: what fails once for want of time is asked once more, and the log says so.
    retry: 2,
  },
});
