import { build } from '../infra/build.ts';

/** Before the tests: bundles, client and prompts as a deploy ships them. Does nothing when they are up to date. */
export const setup = (): Promise<void> => build((part, ms) => console.log(`built ${part} in ${(ms / 1000).toFixed(1)} s`));
