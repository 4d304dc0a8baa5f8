/** The strategies by their names: a new one is a file beside these, its name in `shared/queues/words.ts`, and a row here. */
import type { Strategy } from '../../queues/words.ts';
import type { Ranking } from './ranking.ts';
import { fewestContacts } from './strategies/fewest-contacts.ts';
import { longestIdle } from './strategies/longest-idle.ts';
import { ordered } from './strategies/ordered.ts';

const rankings: Record<Strategy, Ranking> = {
  'longest-idle': longestIdle,
  'fewest-contacts': fewestContacts,
  ordered,
};

/** Throws a RangeError for a name that is none: a wrong strategy must not pass for the usual one. */
export function rankingOf(name: string): Ranking {
  if (!Object.hasOwn(rankings, name)) throw new RangeError(`There is no strategy "${name}": ${Object.keys(rankings).join(', ')}`);
  return rankings[name as Strategy];
}
