import { compareText, type Ranking } from '../ranking.ts';

/** Who has been idle for longest: work is spread by time. What a queue does that says nothing else. */
export const longestIdle: Ranking = {
  compare: (a, b) => compareText(a.idleSince, b.idleSince),
  byIdleTime: true,
  words: (among) => `Longest idle of ${among} free agents`,
};
