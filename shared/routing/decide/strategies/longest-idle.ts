import { compareText, equallyIdle, type Ranking } from '../ranking.ts';

/** Who has been idle for longest: work is spread by time. What a queue does that says nothing else. */
export const longestIdle: Ranking = {
  compare: (a, b) => compareText(a.idleSince, b.idleSince),
  byIdleTime: true,
  equal: equallyIdle,
  drawn: (among) => `Drawn from those who were idle for longest, within a second, of ${among} free agents`,
  words: (among) => `Longest idle of ${among} free agents`,
};
