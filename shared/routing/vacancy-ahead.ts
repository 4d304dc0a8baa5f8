/**
 * The vacancy of an agent who is about to be idle, written ahead of them by a write of its own, at half the price that it has in theirs. Whoever
 * looks for an agent meanwhile can't ask them, and is in a list before that look; the agent's own look after their write finds who that is. When
 * their write never comes, the vacancy stands without them: for as long as they have not passed its version they may still come; then it is past,
 * and whoever meets it takes it away.
 */
import { type Agent, routingKeys, type Vacancy } from '../agents/agent.ts';
import type { Write } from '../database/database.ts';
import type { World } from '../world.ts';
import { type Changed, vacancyOf } from './change.ts';
import type { Ahead } from './settle.ts';

const keyOf = ({ profileId, idleSince, agentId }: Vacancy) => routingKeys.vacancy(profileId, idleSince, agentId);

/** Only as it was written ahead: whatever has made the agent idle by the same place since has written it anew. */
const away = (vacancy: Vacancy): Write => ({
  table: 'routing',
  delete: keyOf(vacancy),
  if: '#ahead = :ahead AND agentVersion = :version',
  names: { '#ahead': 'ahead' },
  values: { ':ahead': true, ':version': vacancy.agentVersion },
});

/** The same change of an agent with its vacancy ahead, if it has one. */
export function vacancyAhead(world: Pick<World, 'db'>, { after, writes }: Changed<Agent>): Changed<Agent> & { ahead?: Ahead } {
  const vacancy = vacancyOf(after);
  if (vacancy === undefined) return { after, writes };
  const key = keyOf(vacancy);
  // What stands there already may be that of another attempt, which counts on it.
  const write: Write = { table: 'routing', put: { ...key, ...vacancy, ahead: true }, if: 'attribute_not_exists(pk)' };
  const others = writes.filter((one) => !('put' in one && one.put.pk === key.pk && one.put.sk === key.sk));
  return { after, writes: others, ahead: { write, back: () => takeAway(world, vacancy) } };
}

/** Is the agent idle by this vacancy? */
export const isIdleBy = (agent: Agent | undefined, { idleSince, profileId }: Vacancy): boolean =>
  agent?.idleSince === idleSince && agent.profileId === profileId;

/** Was it written ahead of an agent who has gone on without it, and never will be idle by it as it is? By any read of the agent, late ones too. */
export const isPast = (vacancy: Vacancy, agent: Agent | undefined): boolean =>
  vacancy.ahead === true && agent !== undefined && agent.version >= vacancy.agentVersion && !isIdleBy(agent, vacancy);

/** Takes a past vacancy away, unless somebody was faster. */
export const takeAway = ({ db }: Pick<World, 'db'>, vacancy: Vacancy) => db.write([away(vacancy)]);
