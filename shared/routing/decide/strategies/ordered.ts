import type { Ranking } from '../ranking.ts';

/**
 * Always the first of a fixed order: that of the queue in the agent's routing profile, then the agents' ids. The first gets every call
 * that comes while they are free, the second only the others: for a team with a front and a reserve.
 */
export const ordered: Ranking = {
  compare: (a, b) => (a.order ?? 0) - (b.order ?? 0),
  // The order is the profile's; the ids decide within it.
  byIdleTime: false,
  equal: () => false,
  drawn: (among) => `First in the order of ${among} free agents`,
  words: (among) => `First in the order of ${among} free agents`,
};
