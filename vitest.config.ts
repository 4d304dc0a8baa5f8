import { defineConfig } from 'vitest/config';

/** What starts the whole system or a browser: one file at a time, after everything else, since calls have deadlines and there are two cores. */
const whole = [
  'test/system/**/*.test.ts',
  'test/web/browser.test.ts',
  'test/local/phone/phone.test.ts',
  'test/gateway/meetings/browser.test.ts',
];

/** Minutes of conversations with real audio, and interleavings by the hundred thousand: `npm run peers` has the time for them. */
export const long = [
  'test/system/prompts.test.ts',
  'test/system/control.test.ts',
  'test/system/deploy.test.ts',
  'test/system/speech.test.ts',
  'test/system/walk.test.ts',
  'test/system/left.test.ts',
  'test/system/leaving.test.ts',
  'test/system/pin.test.ts',
  'test/system/robots.test.ts',
  'test/interleavings/many.test.ts',
];

/** `npm test` runs everything but the long ones and the real peers; those need programs that only `.ci/run` installs. */
export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What comes is seen at once; what comes late on a slow machine has come all the same.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/peers/**', 'node_modules/**', ...whole, ...long],
          // Two cores: more workers only take time from each other.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'whole', include: whole, exclude: long, maxWorkers: 1, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
