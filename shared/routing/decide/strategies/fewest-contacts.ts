import { compareText, type Ranking } from '../ranking.ts';

/** Who has had the fewest contacts since they came: work is spread by number, long calls or short. Of equals the longest idle. */
export const fewestContacts: Ranking = {
  compare: (a, b) => (a.served ?? 0) - (b.served ?? 0) || compareText(a.idleSince, b.idleSince),
  byIdleTime: false,
  words: (among) => `Fewest contacts so far of ${among} free agents`,
};
