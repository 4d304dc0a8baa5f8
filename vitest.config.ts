import { defineConfig } from 'vitest/config';

/** `npm test` runs everything but the real peers; those need programs that only `.ci/run` installs. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'node_modules/**'],
    globalSetup: ['test/build.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: more workers only take time from each other.
    maxWorkers: 2,
  },
});
