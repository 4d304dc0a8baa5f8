import { compareText, equallyIdle, type Ranking } from '../ranking.ts';

/** Who has had the fewest contacts since they came: work is spread by number, long calls or short. Of equals the longest idle. */
export const fewestContacts: Ranking = {
  compare: (a, b) => (a.served ?? 0) - (b.served ?? 0) || compareText(a.idleSince, b.idleSince),
  byIdleTime: false,
  equal: (a, b) => a.served === b.served && equallyIdle(a, b),
  drawn: (among) => `Drawn from those with the fewest contacts so far, equally long idle, of ${among} free agents`,
  words: (among) => `Fewest contacts so far of ${among} free agents`,
};
